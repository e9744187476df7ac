"""The previous and the next job of a list."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import read_job_list
from jobs_app.queries.job_list.adjacent import read_adjacent_jobs
from tests.support import malformed_rows
from tests.support.factories import NOON, JobFactory

SORTS = ("created", "started", "completed", "duration", "status", "type", "target", "progress")


def adjacent(database: Engine, query: str, job_id: str) -> tuple[str, str]:
    return read_adjacent_jobs(database, JobFilter.from_query(query), job_id, NOON)


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{sort}" for sort in SORTS)])
def test_adjacent_jobs_follow_every_order_of_the_list(database: Engine, database_url: str, sort: str) -> None:
    malformed_rows.write(database_url)
    view = JobFilter.from_query(f"sort={sort}&size=100")
    ids = ["", *(row.id for row in read_job_list(database, view, NOON).rows), ""]
    assert len(ids) > 20
    found = [read_adjacent_jobs(database, view, job_id, NOON) for job_id in ids[1:-1]]
    assert found == list(zip(ids[:-2], ids[2:], strict=True))


def test_adjacent_jobs_match_the_filter(database: Engine) -> None:
    jobs = JobFactory(database)
    old, other, new = (jobs.add(status="failed", created_at=NOON - timedelta(minutes=age)) for age in (9, 8, 7))
    done = jobs.completed(created_at=NOON - timedelta(minutes=6))
    assert adjacent(database, "status=failed", other) == (new, old)
    assert adjacent(database, "status=failed", new) == ("", other)
    by_creation = "status=failed&sort=-created"
    assert adjacent(database, by_creation, done) == ("", new), "a job that is not in the list stands where it would"
    assert adjacent(database, "sort=-created", new) == (done, other)
    assert adjacent(database, f"q={old}", old) == ("", "")


@pytest.mark.parametrize("job_id", ["nobody", "", "\0", "x" * 10_000, "../..", "<b>", "~hex:zz"])
def test_missing_job_has_no_adjacent_jobs(database: Engine, job_id: str) -> None:
    JobFactory(database).failed()
    assert adjacent(database, "", job_id) == ("", "")
