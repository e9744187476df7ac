"""Insights as read from a database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from jobs_app.jobs.insights import SCALES, InsightsView
from jobs_app.jobs.insights_figures import Insights
from jobs_app.queries import InsightsReads
from tests.support.factories import JobFactory
from tests.support.query_cost import cost, gather_statistics

NOW = datetime(2026, 3, 14, 12, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def read(engine: Engine, query: str = "") -> Insights:
    return InsightsReads(engine).read(InsightsView.from_query(query), NOW)


def add(jobs: JobFactory, status: str, ended: datetime, took: float = 10.0, **facts: object) -> None:
    started = ended - timedelta(seconds=took)
    times = {"created_at": started - timedelta(seconds=4), "started_at": started, "completed_at": ended}
    jobs.add(status=status, **times | facts)


@pytest.mark.parametrize("since", SCALES)
def test_empty_database_gives_empty_figures(database: Engine, since: str) -> None:
    found = read(database, f"since={since}")
    assert len(found.buckets) == SCALES[since].buckets
    assert {bucket[:3] for bucket in found.buckets} == {(0, 0, 0)}
    assert (found.took, found.slowest, found.failing, found.oldest_wait) == ((None, None), (), (), None)


@pytest.mark.parametrize("since", SCALES)
def test_ended_jobs_count_in_their_bucket(database: Engine, since: str) -> None:
    jobs = JobFactory(database)
    for status, number in (("completed", 3), ("failed", 2), ("cancelled", 1)):
        for _ in range(number):
            add(jobs, status, NOW - MINUTE)
    add(jobs, "completed", NOW - 40 * DAY)
    jobs.running()
    found = read(database, f"since={since}")
    assert [sum(bucket[which] for bucket in found.buckets) for which in range(3)] == [3, 2, 1]
    assert found.sampled == 6
    assert found.step == SCALES[since].seconds


def test_groups_have_counts_percentiles_and_errors(database: Engine) -> None:
    jobs = JobFactory(database)
    for seconds in range(1, 21):
        add(jobs, "completed", NOW - MINUTE, took=seconds, job_type="import", worker="w-1")
    add(jobs, "completed", NOW - MINUTE, took=900, job_type="backup", worker="w-2")
    for _ in range(2):
        add(jobs, "failed", NOW - MINUTE, job_type="import", worker="w-2", error_message="acme.RowError: row 7")
    by_type, by_worker = read(database), read(database, "by=worker")
    assert [(group.name, group.ended, group.failed) for group in by_type.slowest] == [
        ("backup", 1, 0),
        ("import", 22, 2),
    ]
    assert by_type.slowest[1].took == (10_000, 19_000)
    assert by_type.slowest[1].waited == (4_000, 4_000)
    assert [(group.name, group.error, sum(group.spark)) for group in by_type.failing] == [("import", "RowError", 2)]
    assert [(group.name, group.ended) for group in by_worker.slowest] == [("w-2", 3), ("w-1", 20)]


def test_many_jobs_are_estimated_from_a_sample(database: Engine) -> None:
    jobs = JobFactory(database)
    rows = {"status": "completed", "started_at": NOW - 3 * MINUTE, "completed_at": NOW - 2 * MINUTE}
    jobs.add_all([rows | {"job_type": "import"}] * 500)
    jobs.add_all([rows | {"status": "failed", "job_type": "import", "error_message": "x"}] * 40)
    assert read(database).sampled == 540
    found = InsightsReads(database, max_exact=500).read(InsightsView(), NOW)
    assert sum(bucket.completed for bucket in found.buckets) == 500
    assert found.sampled < 50
    assert [(group.ended, group.failed) for group in found.slowest] == [(540, 40)]
    assert found.took == (60_000, 60_000)


def test_a_day_is_compared_with_the_day_before(database: Engine) -> None:
    jobs = JobFactory(database)
    add(jobs, "failed", NOW - DAY - MINUTE)
    add(jobs, "completed", NOW - 2 * DAY + MINUTE)
    add(jobs, "completed", NOW - DAY + MINUTE)
    found = read(database)
    assert (found.ended_before, found.failed_before) == (1, 1)
    assert read(database, "since=7d").ended_before is None


def test_long_range_notices_deleted_and_late_jobs(database: Engine) -> None:
    jobs, view, reads = JobFactory(database), InsightsView("30d"), InsightsReads(database)
    add(jobs, "completed", NOW - 20 * DAY)
    assert sum(bucket.completed for bucket in reads.read(view, NOW).buckets) == 1
    jobs.delete_all()
    for days in (0, 1, 25):
        add(jobs, "completed", NOW - days * DAY - MINUTE)
    seen = [sum(bucket.completed for bucket in reads.read(view, NOW).buckets) for _ in range(40)]
    assert seen[-1] == 3


def test_worker_without_a_name_is_in_no_group(database: Engine) -> None:
    jobs = JobFactory(database, NOW)
    add(jobs, "completed", NOW - MINUTE, worker=None)
    jobs.queued(created_at=NOW - 5 * MINUTE)
    found = read(database, "by=worker")
    assert (found.groups, found.sampled, found.oldest_wait) == (0, 1, 300_000)


def test_malformed_rows_hide_no_other(database: Engine) -> None:
    jobs = JobFactory(database)
    add(jobs, "failed", NOW - MINUTE, job_type="a\x1b[31m\u202eb" * 20, error_message="\x1b[31m" * 5_000)
    add(jobs, "failed", NOW - MINUTE, took=-5.0)
    found = read(database)
    assert [group.failed for group in found.failing] == [1, 1]
    assert not any("\x1b" in group.name for group in found.failing)


def test_cost_of_a_read_is_bounded(database: Engine) -> None:
    jobs, view, reads = JobFactory(database), InsightsView("24h"), InsightsReads(database)
    jobs.add_all(
        {"status": "completed", "started_at": NOW - index * MINUTE, "completed_at": NOW - index * MINUTE}
        for index in range(1_000)
    )
    gather_statistics(database)
    few = cost(database, lambda: reads.read(view, NOW))
    old = NOW - 3 * DAY
    jobs.add_all({"status": "completed", "completed_at": old - index * MINUTE} for index in range(6_000))
    gather_statistics(database)
    assert cost(database, lambda: reads.read(view, NOW)) < 1.2 * few
