"""Estimates of a job, for any way of writing progress."""

from collections.abc import Callable
from typing import Any

import pytest

from jobs_app.database.models import JOBS
from jobs_app.jobs.progress import ProgressTracker
from jobs_app.jobs.progress_estimate import ProgressEstimate
from jobs_app.jobs.snapshots import JobDetail
from tests.support.simulated_runs import Estimate, errors, even, verdict

ITEMS = 40_000
EMPTY: dict[str, Any] = dict.fromkeys(JOBS.columns.keys())


def job(**facts: Any) -> JobDetail:
    return JobDetail.of(EMPTY | {"id": "a", "status": "running"} | facts)


def only_percent(done: float) -> JobDetail:
    return job(progress_percent=100 * done)


def beside_counts(step: int) -> Callable[[float], JobDetail]:
    """Counts, and a percentage that is written in steps, the last of which is at the end."""

    def row_at(done: float) -> JobDetail:
        coarse = int(100 * done / step) * step
        return job(progress_percent=coarse, processed_count=int(ITEMS * done), total_count=ITEMS)

    return row_at


WAYS: dict[str, Callable[[float], JobDetail]] = {
    "only a percentage": only_percent,
    "counts and a percentage in steps of 1": beside_counts(1),
    "counts and a percentage in steps of 2": beside_counts(2),
    "counts and a percentage in steps of 5": beside_counts(5),
}


def watching(row_at: Callable[[float], JobDetail], interval: int) -> Estimate:
    tracker = ProgressTracker(interval)
    return lambda at, done: tracker.add(row_at(done), at).left


@pytest.mark.parametrize("interval", [2, 5, 30, 60])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.requirement("SC-006")
def test_time_left_is_accurate_for_any_kind_of_progress(way: str, interval: int) -> None:
    good, shown = verdict(interval, lambda: watching(WAYS[way], interval))
    print(f"{way}, every {interval} s: within 30 %: {good:.1%}, shown: {shown:.1%}")
    assert good >= 0.8
    assert shown >= 0.5


@pytest.mark.parametrize("hours", [2, 12])
@pytest.mark.parametrize("way", WAYS)
def test_time_left_of_a_long_steady_job_is_always_shown(way: str, hours: int) -> None:
    off, withheld = errors(even(hours * 3600), 5, watching(WAYS[way], 5))
    assert withheld == 0
    assert max(off) < 0.3


def test_counts_that_contradict_the_percent_are_ignored() -> None:
    tracker = ProgressTracker()
    for second in range(0, 120, 5):
        # A tenth of the bytes are in nine tenths of the files.
        row_at = job(progress_percent=second / 12, processed_count=min(900, 9 * second), total_count=1000)
        estimate = tracker.add(row_at, float(second))
    assert estimate.left == pytest.approx((100 - 115 / 12) * 12)


def test_time_left_at_100_percent_is_none() -> None:
    tracker = ProgressTracker()
    done = job(progress_percent=100, processed_count=950, total_count=1000)
    assert tracker.add(done, 0.0) == ProgressEstimate()
    assert [tracker.add(done, 5.0 * turn) for turn in range(1, 20)][-1] == ProgressEstimate(rate=0)
    counted = job(processed_count=500, total_count=100)
    assert ProgressTracker().add(counted, 0.0) == ProgressEstimate()


@pytest.mark.parametrize(("interval", "away", "doubt"), [(5, 60, ""), (5, 80, "measuring"), (60, 80, "")])
def test_samples_before_a_long_pause_are_discarded(interval: int, away: int, doubt: str) -> None:
    tracker = ProgressTracker(interval)
    for turn in range(5):
        estimate = tracker.add(only_percent(turn / 100), float(turn * interval))
    assert estimate.withheld == ""
    back = 4.0 * interval + away
    assert tracker.add(only_percent(back / interval / 100), back).withheld == doubt
