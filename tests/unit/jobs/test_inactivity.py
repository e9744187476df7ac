"""When a running job counts as unresponsive or stalled."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jobs_app.database.models import JOBS
from jobs_app.jobs.inactivity import stalled_since, unresponsive_since
from jobs_app.jobs.snapshots import JobDetail

BEAT = datetime(2026, 1, 1, tzinfo=UTC)
BEAT_MS = round(BEAT.timestamp() * 1000)
EMPTY: dict[str, Any] = dict.fromkeys(JOBS.columns.keys())
TIMES = ("heartbeat_at", "updated_at", "started_at", "progressed_at")


def job(**facts: Any) -> JobDetail:
    return JobDetail.of(EMPTY | {"id": "a", "status": "running", "total_count": 10} | facts)


@pytest.mark.parametrize(("seconds", "since"), [(0, None), (59, None), (60, BEAT_MS), (3600, BEAT_MS)])
def test_unresponsive_or_stalled_begins_after_a_minute(seconds: int, since: int | None) -> None:
    silent = job(started_at=BEAT - timedelta(hours=1), heartbeat_at=BEAT, progressed_at=BEAT)
    now = BEAT_MS + 1000 * seconds
    assert (unresponsive_since(silent, now), stalled_since(silent, now)) == (since, since)


@pytest.mark.parametrize("sign", TIMES)
def test_last_sign_of_life_counts(sign: str) -> None:
    long_ago = dict.fromkeys(TIMES, BEAT - timedelta(hours=1))
    assert unresponsive_since(job(**long_ago), BEAT_MS) == BEAT_MS - 3_600_000
    assert unresponsive_since(job(**long_ago | {sign: BEAT}), BEAT_MS) is None


def test_progress_counts_from_the_start_until_there_is_any() -> None:
    started = BEAT - timedelta(minutes=12, seconds=51)
    assert stalled_since(job(started_at=started, heartbeat_at=BEAT), BEAT_MS) == BEAT_MS - 771_000
    assert stalled_since(job(started_at=started, progressed_at=BEAT), BEAT_MS) is None


def test_job_that_reports_no_amount_is_never_stalled() -> None:
    assert stalled_since(job(started_at=BEAT, total_count=None), BEAT_MS + 10**9) is None
    assert stalled_since(job(started_at=BEAT, total_count=None, progress_percent=5), BEAT_MS + 10**9) == BEAT_MS


@pytest.mark.parametrize("name", TIMES)
def test_unparsed_times_never_count_against_a_job(name: str) -> None:
    silent = job(**dict.fromkeys(TIMES, BEAT) | {name: "?soon"})
    now = BEAT_MS + 10**9
    assert (unresponsive_since(silent, now) is None) == (name != "started_at")
    assert (stalled_since(silent, now) is None) == (name in ("started_at", "progressed_at"))


def test_job_without_any_time_is_neither() -> None:
    assert (unresponsive_since(job(), BEAT_MS), stalled_since(job(), BEAT_MS)) == (None, None)
