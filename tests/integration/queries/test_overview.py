"""The overview as read from a database."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text

from jobs_app.jobs.overview import Overview
from jobs_app.queries import read_overview
from tests.support.factories import JobFactory
from tests.support.query_cost import cost, gather_statistics

NOW = datetime(2026, 3, 14, 12, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def counts(overview: Overview, index: int) -> tuple[int, int, int, int]:
    bar = overview.bars[index]
    return bar.completed, bar.failed, bar.cancelled, bar.yesterday


def test_empty_database_gives_empty_bars(database: Engine) -> None:
    overview = read_overview(database, NOW)
    assert {counts(overview, index) for index in range(48)} == {(0, 0, 0, 0)}
    assert (overview.failed, overview.oldest_wait, overview.usual_wait) == (0, None, None)


def test_ended_jobs_count_in_the_half_hour_of_their_end(database: Engine) -> None:
    jobs = JobFactory(database)
    for ended, number in {
        datetime(2026, 3, 14, 12, 0, tzinfo=UTC): 3,
        datetime(2026, 3, 14, 11, 59, 59, 999_000, tzinfo=UTC): 2,
        datetime(2026, 3, 13, 12, 30, tzinfo=UTC): 1,
        datetime(2026, 3, 13, 12, 29, 59, tzinfo=UTC): 5,
        datetime(2026, 3, 12, 12, 29, 59, tzinfo=UTC): 7,
    }.items():
        jobs.add_all([{"status": "completed", "completed_at": ended}] * number)
    overview = read_overview(database, NOW)
    assert [counts(overview, index) for index in (0, -2, -1)] == [(1, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 5)]
    assert sum(bar.completed + bar.yesterday for bar in overview.bars) == 11


def test_statuses_are_counted_apart_and_open_jobs_never(database: Engine) -> None:
    jobs = JobFactory(database, NOW)
    for add in (jobs.completed, jobs.failed, jobs.failed, jobs.cancelled, jobs.running, jobs.queued):
        add(completed_at=NOW - MINUTE)
    jobs.add(status="RETRY", completed_at=NOW - MINUTE)
    assert counts(read_overview(database, NOW), -1) == (1, 2, 1, 0)


def test_last_hour_is_compared_with_the_same_hour_yesterday(database: Engine) -> None:
    jobs = JobFactory(database)
    for minutes in (1, 59, 61, 24 * 60 - 1, 24 * 60 + 1, 25 * 60 - 1, 25 * 60 + 1):
        jobs.failed(completed_at=NOW - minutes * MINUTE)
    jobs.completed(completed_at=NOW + 2 * MINUTE)
    overview = read_overview(database, NOW)
    assert (overview.failed, overview.failed_before) == (2, 2)
    assert (overview.completed, overview.completed_before) == (1, 0)


def test_job_without_an_end_counts_by_its_creation(database: Engine) -> None:
    JobFactory(database).add(status="failed", created_at=NOW - MINUTE)
    assert counts(read_overview(database, NOW), -1) == (0, 1, 0, 0)


def test_oldest_wait_is_that_of_the_first_queued_job(database: Engine) -> None:
    jobs = JobFactory(database)
    jobs.queued(created_at=NOW - 68 * MINUTE)
    jobs.queued(created_at=NOW - MINUTE)
    jobs.queued(created_at=None)
    jobs.running(created_at=NOW - DAY)
    for seconds in (6, 8, 10):
        jobs.completed(created_at=NOW - DAY, started_at=NOW - DAY + timedelta(seconds=seconds))
    overview = read_overview(database, NOW)
    assert (overview.oldest_wait, overview.usual_wait, overview.long_wait) == (68 * 60, 8, True)


def test_malformed_times_count_nowhere(database: Engine) -> None:
    broken = "-infinity" if database.dialect.name == "postgresql" else "yesterday"
    jobs = JobFactory(database)
    jobs.completed(completed_at=NOW - MINUTE)
    for status in ("completed", "queued"):
        job = jobs.add(status=status)
        with database.begin() as connection:
            update = text("UPDATE jobs SET created_at = :broken, completed_at = :broken WHERE id = :id")
            connection.execute(update, {"broken": broken, "id": job})
    overview = read_overview(database, NOW)
    assert sum(bar.completed for bar in overview.bars) == 1
    assert overview.oldest_wait is None


def test_cost_does_not_grow_with_history(database: Engine) -> None:
    jobs = JobFactory(database)
    recent = [{"status": "completed", "completed_at": NOW - index * MINUTE} for index in range(300)]
    jobs.add_all(recent)
    gather_statistics(database)
    few = cost(database, lambda: read_overview(database, NOW))
    jobs.add_all({"status": "completed", "completed_at": NOW - 3 * DAY - index * MINUTE} for index in range(6_000))
    gather_statistics(database)
    assert cost(database, lambda: read_overview(database, NOW)) < 1.2 * few
