"""The workers that a search suggests."""

from datetime import timedelta

from sqlalchemy import Engine

from jobs_app.queries import read_workers
from jobs_app.queries.workers import RECENT_JOBS
from tests.support.factories import NOON, JobFactory
from tests.support.query_cost import cost, gather_statistics


def test_workers_of_latest_and_running_jobs_are_known(database: Engine) -> None:
    jobs = JobFactory(database)
    old = NOON - timedelta(days=9)
    jobs.completed(worker="gone", created_at=old)
    jobs.running(worker="busy for days", created_at=old)
    jobs.add_all({"status": "queued", "worker": None} for _ in range(RECENT_JOBS - 4))
    for name in ("ü-1", "b", "b", ""):
        jobs.failed(worker=name)
    assert read_workers(database) == ("b", "busy for days", "ü-1")


def test_workers_that_no_search_can_name_are_left_out(database: Engine) -> None:
    jobs = JobFactory(database)
    for name in ('quo"te', "two\nlines", "x" * 201, "x" * 200, "turned \u202e"):
        jobs.failed(worker=name)
    assert read_workers(database) == ("x" * 200,)


def test_reading_workers_costs_no_more_with_more_jobs(database: Engine) -> None:
    jobs = JobFactory(database)
    costs = list[int]()
    for number in (2 * RECENT_JOBS, 8 * RECENT_JOBS):
        statuses = ("completed", "failed", "cancelled", "queued")
        jobs.add_all({"status": statuses[index % 4], "worker": f"w{index % 3}"} for index in range(number))
        gather_statistics(database)
        costs.append(cost(database, lambda: read_workers(database)))
    assert costs[1] < 1.5 * costs[0]
