"""The order by activity: running jobs, then queued ones, then ended ones, the latest first."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import read_job_list
from tests.support.factories import NOON, JobFactory

COLUMNS = {"running": "started_at", "queued": "created_at"}


def add(jobs: JobFactory, status: str, minutes: float, **facts: Any) -> str:
    """A job that is active since, or ended, so many minutes ago; its other times would give another order."""
    others = dict.fromkeys(("created_at", "started_at"), NOON - timedelta(days=1, minutes=-minutes))
    time = {COLUMNS.get(status, "completed_at"): NOON - timedelta(minutes=minutes)}
    return jobs.add(**{"status": status} | others | time | facts)


def ids(engine: Engine, query: str = "") -> list[str]:
    return [row.id for row in read_job_list(engine, JobFilter.from_query(query), NOON).rows]


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    return JobFactory(database)


def test_default_order_is_by_activity(database: Engine, jobs: JobFactory) -> None:
    order = [
        ("running", 1),
        ("running", 9),
        ("queued", 2),
        ("queued", 8),
        ("failed", 3),
        ("RETRY", 4),
        ("completed", 7),
    ]
    expected = [id for _, id in sorted((-index, add(jobs, *order[index])) for index in (6, 2, 0, 5, 3, 1, 4))][::-1]
    assert ids(database) == ids(database, "sort=activity") == expected
    assert ids(database, "sort=-activity") == expected[::-1]


def test_ended_job_without_an_end_counts_from_its_creation(database: Engine, jobs: JobFactory) -> None:
    late, early = add(jobs, "failed", 5), add(jobs, "completed", 30)
    between = add(jobs, "failed", 0, completed_at=None, created_at=NOON - timedelta(minutes=10))
    assert ids(database) == [late, between, early]


@pytest.mark.parametrize("query", ["", "status=completed,running", "type=scan", "since=24h", "q=scan", "attention=1"])
def test_pages_by_activity_cross_the_groups(database: Engine, jobs: JobFactory, query: str) -> None:
    for number in range(30):
        for status in ("running", "queued", "completed", "RETRY"):
            add(jobs, status, 70 + number // 3)
    everything, found = ids(database, f"{query}&size=100"), list[str]()
    view: JobFilter | None = JobFilter.from_query(f"{query}&size=25")
    page = None
    while view:
        page = read_job_list(database, view, NOON)
        found += [row.id for row in page.rows]
        view = page.next and view.at(page.next)
    assert found[:100] == everything
    assert len(found) == len(set(found)) == sum(page.counts[each] for each in page.view.statuses or page.counts)
    back = [row.id for row in page.rows]
    while page.previous:
        page = read_job_list(database, page.view.at(page.previous), NOON)
        back = [row.id for row in page.rows] + back
    assert back == found
