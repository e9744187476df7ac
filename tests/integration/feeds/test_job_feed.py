"""The feed of an open job's page: only new lines are read, and none is lost."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, event

from jobs_app.database.models import JOB_LOG
from jobs_app.feeds.job import TAIL_LINES, TYPICAL_DURATION_SECONDS, JobFeed, JobUpdate
from jobs_app.jobs.attention import AttentionMark
from jobs_app.jobs.progress_estimate import ProgressEstimate
from jobs_app.jobs.snapshots import TEXT_LIMIT, LogLines
from jobs_app.queries import MAX_TAIL_CHARACTERS, typical_duration
from tests.support.factories import NOON, JobFactory
from tests.support.query_cost import cost, gather_statistics


class Clock:
    now = NOON.timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    return JobFactory(database)


@pytest.mark.requirement("FR-014")
def test_log_tail_grows_by_new_lines(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    follower = JobFeed(database, job_id)
    assert follower.read().log == LogLines(1, (), 0)
    jobs.log(job_id, *map(str, range(1, 1001)))
    assert follower.read().log == LogLines(1001 - TAIL_LINES, tuple(map(str, range(1001 - TAIL_LINES, 1001))), 1000)
    jobs.log(job_id, "1001", "1002", first=1001)
    log = follower.read().log
    assert (log.first, log.lines[-3:], log.total) == (1003 - TAIL_LINES, ("1000", "1001", "1002"), 1002)


@pytest.mark.requirement("FR-014")
def test_more_new_lines_than_the_tail_leave_no_gap(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "one")
    follower = JobFeed(database, job_id)
    follower.read()
    jobs.log(job_id, *map(str, range(2, 2002)), first=2)
    log = follower.read().log
    assert (log.first, log.lines[0], log.lines[-1], len(log.lines)) == (1502, "1502", "2001", TAIL_LINES)


def test_log_that_restarts_is_followed(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "old 1", "old 2", "old 3")
    follower = JobFeed(database, job_id)
    assert follower.read().log.total == 3
    jobs.delete_all()
    assert follower.read() == JobUpdate(None)
    jobs.running(id=job_id)
    jobs.log(job_id, "new 1")
    assert follower.read().log == LogLines(1, ("new 1",), 1)


def test_job_recreated_between_reads_has_its_own_lines(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "old 1")
    follower = JobFeed(database, job_id)
    before = follower.read()
    jobs.delete_all()
    jobs.running(id=job_id, created_at=NOON + timedelta(seconds=1))
    jobs.log(job_id, "new 1", "new 2")
    after = follower.read()
    assert after.log == LogLines(1, ("new 1", "new 2"), 2)
    assert before.run_id != after.run_id


def test_job_deleted_and_recreated_starts_again(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "old 1", "old 2")
    follower = JobFeed(database, job_id)
    follower.read()
    jobs.delete_all()
    assert follower.read() == JobUpdate(None)
    jobs.running(id=job_id)
    jobs.log(job_id, "new 1", "new 2", "new 3")
    assert follower.read().log == LogLines(1, ("new 1", "new 2", "new 3"), 3)


@pytest.mark.requirement("FR-014")
def test_last_lines_arrive_with_the_end_of_the_job(database: Engine, jobs: JobFactory) -> None:
    clock = Clock()
    job_id = jobs.running()
    follower = JobFeed(database, job_id, log_interval=60, clock=clock)
    follower.read()
    jobs.log(job_id, "one")
    clock.now += 5
    assert follower.read().log.total == 0
    clock.now += 55
    assert follower.read().log.total == 1
    jobs.log(job_id, "two", first=2)
    jobs.change(job_id, status="completed")
    assert follower.read().log.lines == ("one", "two")


@pytest.mark.requirement("FR-014")
def test_refresh_reads_new_lines_at_once(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    follower = JobFeed(database, job_id, log_interval=60, clock=Clock())
    follower.read()
    jobs.log(job_id, "one")
    follower.request_log()
    assert follower.read().log.lines == ("one",)
    jobs.log(job_id, "two", first=2)
    assert follower.read().log.lines == ("one",), "the next one waits for its time again"


def test_long_line_is_shortened(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, *("x" * 1_000_000 for _ in range(40)))
    log = JobFeed(database, job_id).read().log
    assert log.total == 40
    assert sum(map(len, log.lines)) <= 210_000
    assert log.first + len(log.lines) == 41


def test_long_lines_one_by_one_stay_bounded(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    follower = JobFeed(database, job_id)
    for number in range(1, 41):
        jobs.log(job_id, "x" * 9_000, first=number)
        log = follower.read().log
    assert sum(map(len, log.lines)) <= MAX_TAIL_CHARACTERS
    assert (log.total, log.first + len(log.lines)) == (40, 41)


def test_estimate_comes_from_the_reads(database: Engine, jobs: JobFactory) -> None:
    clock = Clock()
    job_id = jobs.running(processed_count=0, total_count=1000)
    follower = JobFeed(database, job_id, clock=clock)
    assert follower.read().estimate.withheld == "measuring"
    for step in (1, 2, 3):
        clock.now += 5
        jobs.change(job_id, processed_count=50 * step)
        now = follower.read()
    assert (now.estimate.rate, round(now.estimate.left or 0)) == (10, 85)
    jobs.change(job_id, processed_count=0)
    clock.now += 5
    assert follower.read().estimate.withheld == "measuring", "a job that starts again is measured again"
    jobs.change(job_id, status="completed")
    assert follower.read().estimate == ProgressEstimate()


def test_time_left_of_jobs_with_coarse_percent_is_shown(database: Engine, jobs: JobFactory) -> None:
    clock = Clock()
    fine, coarse = jobs.running(), jobs.running(total_count=1440)
    followers = [JobFeed(database, job_id, poll_interval=5, clock=clock) for job_id in (fine, coarse)]
    for poll in range(700, 730):
        jobs.change(fine, progress_percent=100 * poll / 1440)
        jobs.change(coarse, progress_percent=100 * poll // 1440 // 2 * 2, processed_count=poll)
        paces = [follower.read().estimate for follower in followers]
        clock.now += 5
        if poll > 703:
            assert [round(pace.left or 0) for pace in paces] == [(1440 - poll) * 5] * 2


def test_estimate_after_a_long_pause_starts_again(database: Engine, jobs: JobFactory) -> None:
    clock = Clock()
    job_id = jobs.running(processed_count=0, total_count=1000)
    follower = JobFeed(database, job_id, poll_interval=5, clock=clock)
    for done in range(0, 50, 10):
        jobs.change(job_id, processed_count=done)
        pace = follower.read().estimate
        clock.now += 5
    assert pace.withheld == ""
    clock.now += 300
    jobs.change(job_id, processed_count=500)
    assert follower.read().estimate == ProgressEstimate(withheld="measuring")


def test_attention_counts_from_the_last_progress(database: Engine, jobs: JobFactory) -> None:
    old = NOON - timedelta(minutes=13)
    job_id = jobs.running(started_at=old, updated_at=old, heartbeat_at=old, progressed_at=old, total_count=10)
    follower, since = JobFeed(database, job_id, clock=Clock()), round(old.timestamp() * 1000)

    def attention() -> AttentionMark | None:
        detail = follower.read().detail
        assert detail
        return detail.attention

    assert attention() == AttentionMark("unresponsive", since)
    jobs.change(job_id, heartbeat_at=NOON)
    assert attention() == AttentionMark("stalled", since)
    jobs.change(job_id, status="failed", heartbeat_at=old)
    assert attention() is None


@pytest.mark.parametrize("again", [{"attempt": 1}, {"started_at": NOON + timedelta(seconds=1)}])
def test_log_of_another_attempt_is_a_new_log(database: Engine, jobs: JobFactory, again: dict[str, object]) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "same", "of the first run")
    follower = JobFeed(database, job_id)
    before = follower.read()
    replace_log(jobs, job_id, "same", "of the first run", "of the second run")
    jobs.change(job_id, **again)
    after = follower.read()
    assert after.log == LogLines(1, ("same", "of the first run", "of the second run"), 3)
    assert before.run_id != after.run_id


@pytest.mark.parametrize("new", [1, 2, 3, TAIL_LINES + 10])
def test_replaced_log_is_a_new_log(database: Engine, jobs: JobFactory, new: int) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "old 1", "old 2")
    follower = JobFeed(database, job_id)
    before = follower.read()
    lines = tuple(f"new {number}" for number in range(1, new + 1))
    replace_log(jobs, job_id, *lines)
    after = follower.read()
    assert after.log == LogLines(max(1, new - TAIL_LINES + 1), lines[-TAIL_LINES:], new)
    assert before.run_id != after.run_id
    jobs.log(job_id, "more", first=new + 1)
    last = follower.read()
    assert (last.log.lines[-1], last.run_id) == ("more", after.run_id)


def replace_log(jobs: JobFactory, job_id: str, *lines: str) -> None:
    with jobs.engine.begin() as connection:
        connection.execute(delete(JOB_LOG).where(JOB_LOG.c.job_id == job_id))
    jobs.log(job_id, *lines)


def test_long_summary_is_summed_up_and_cut(database: Engine, jobs: JobFactory) -> None:
    summary = json.dumps({"paths": ["x" * 100] * 49_000, "files": 7, "bytes": 1000})
    assert len(summary) > 5_000_000
    job_id = jobs.completed(summary_json=summary)
    follower = JobFeed(database, job_id)
    now = follower.read()
    assert now.summary_sentence == "7 files, 1.0 kB, no problems"
    assert now.summary_text.startswith('{\n  "paths": [\n    "xxx')
    assert len(now.summary_text) == TEXT_LIMIT + 1
    jobs.change(job_id, summary_json='{"files": 1}')
    assert (follower.read().summary_sentence, follower.read().summary_text) == (
        "1 file, 0 bytes, no problems",
        '{\n  "files": 1\n}',
    )


def took(jobs: JobFactory, seconds: int, ended_minutes_ago: int, **facts: object) -> str:
    ended = NOON - timedelta(minutes=ended_minutes_ago)
    return jobs.completed(
        **{"target": "/data", **facts}, started_at=ended - timedelta(seconds=seconds), completed_at=ended
    )


def test_typical_duration_is_the_median_of_earlier_runs(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running(target="/data")
    assert typical_duration(database, job_id) is None
    for minutes, seconds in enumerate((10, 30, 20)):
        took(jobs, seconds, minutes)
    took(jobs, 900, 1, job_type="import")
    took(jobs, 900, 1, target="/elsewhere")
    took(jobs, 900, 1, status="failed")
    jobs.completed(target="/data", completed_at=NOON - timedelta(days=1), started_at=NOON)
    assert typical_duration(database, job_id) == 20_000
    for _ in range(20):
        took(jobs, 60, 0)
    assert typical_duration(database, job_id) == 60_000, "the last twenty count"
    assert typical_duration(database, "nobody") is None


def test_typical_duration_reads_only_the_last_runs(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running(target="/data")
    old = {"status": "completed", "target": "/data", "started_at": NOON - timedelta(days=9)}
    for _ in range(20):
        took(jobs, 60, 1)
    costs = list[int]()
    for number in (1_000, 9_000):
        jobs.add_all(old | {"completed_at": NOON - timedelta(days=8)} for _ in range(number))
        gather_statistics(database)
        assert typical_duration(database, job_id) == 60_000
        costs.append(cost(database, lambda: typical_duration(database, job_id)))
    assert costs[1] < 1.5 * costs[0], "ten times as many jobs cost no more"


def test_typical_duration_is_read_once_a_minute(database: Engine, jobs: JobFactory) -> None:
    clock = Clock()
    follower = JobFeed(database, jobs.running(target="/data"), clock=clock)
    statements = list[str]()
    event.listen(database, "before_cursor_execute", lambda *args: statements.append(args[2]))
    first = follower.read()
    looked_up = len(statements)
    statements.clear()
    took(jobs, 10, 0)
    statements.clear()
    assert follower.read().typical_duration is first.typical_duration is None
    assert len([text for text in statements if text.startswith("SELECT")]) < looked_up
    clock.now += TYPICAL_DURATION_SECONDS + 1
    assert follower.read().typical_duration == 10_000
