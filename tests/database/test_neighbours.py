"""User story 2: from a job to the next one of the list that one came from."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from jobs_app.filters import JobFilter
from jobs_app.queries import job_page
from jobs_app.queries.neighbours import neighbours
from tests.database import nonsense
from tests.factories import NOON, JobFactory

SORTS = ("created", "started", "completed", "duration", "status", "type", "target", "progress")


def beside(database: Engine, query: str, job_id: str) -> tuple[str, str]:
    return neighbours(database, JobFilter.from_query(query), job_id, NOON)


@pytest.mark.parametrize(("first", "sort"), [*enumerate([*SORTS, *(f"-{sort}" for sort in SORTS)])])
def test_neighbours_are_those_of_the_list_in_every_order(
    database: Engine, database_url: str, first: int, sort: str
) -> None:
    """Each order is tried with every third job, and each job with several orders."""
    nonsense.write(database_url)
    view = JobFilter.from_query(f"sort={sort}&size=100")
    ids = ["", *(row.id for row in job_page(database, view, NOON).rows), ""]
    assert len(ids) > 20
    for place in {1, *range(1 + first % 3, len(ids) - 1, 3), len(ids) - 2}:
        assert neighbours(database, view, ids[place], NOON) == (ids[place - 1], ids[place + 1])


def test_neighbours_are_those_that_match_the_filter(database: Engine) -> None:
    jobs = JobFactory(database)
    old, other, new = (jobs.add(status="failed", created_at=NOON - timedelta(minutes=age)) for age in (9, 8, 7))
    done = jobs.completed(created_at=NOON - timedelta(minutes=6))
    assert beside(database, "status=failed", other) == (new, old)
    assert beside(database, "status=failed", new) == ("", other)
    assert beside(database, "status=failed", done) == ("", new), "a job that is not in the list stands where it would"
    assert beside(database, "", new) == (done, other)
    assert beside(database, f"q={old}", old) == ("", "")


@pytest.mark.parametrize("job_id", ["nobody", "", "\0", "x" * 10_000, "../..", "<b>", "~hex:zz"])
def test_a_job_that_is_not_there_has_no_neighbours(database: Engine, job_id: str) -> None:
    JobFactory(database).failed()
    assert beside(database, "", job_id) == ("", "")
