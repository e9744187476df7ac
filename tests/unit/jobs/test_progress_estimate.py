"""Time left is estimated from the last minute, and withheld if it would be wrong."""

import random

import pytest

from jobs_app.jobs.progress_estimate import MIN_SPAN_SECONDS, ProgressEstimate, estimate_progress
from tests.support.simulated_runs import Estimate, errors, even, verdict

INTERVALS = (2, 5, 30, 60)
"""Seconds between polls: the minimum, the default, a long and the maximum one."""


def test_estimate_is_withheld_without_enough_samples() -> None:
    assert estimate_progress([(0, 0)], 100) == ProgressEstimate(withheld="measuring")
    assert estimate_progress([(0, 0), (5, 5)], 100) == ProgressEstimate(withheld="measuring")
    assert estimate_progress([(0, 0), (1, 1), (MIN_SPAN_SECONDS - 1, 9)], 100) == ProgressEstimate(withheld="measuring")
    assert estimate_progress([(0, 0), (5, 5), (10, 10)], 100) == ProgressEstimate(rate=1, left=90)


def test_estimate_uses_the_last_minute() -> None:
    slow_then_fast = [(float(t), t * 0.1) for t in range(0, 100, 5)] + [(100.0 + t, 10.0 + t) for t in range(0, 65, 5)]
    assert estimate_progress(slow_then_fast, 100) == ProgressEstimate(rate=1, left=30)


def test_time_left_is_withheld_while_speed_varies() -> None:
    stalls = [(0, 0), (5, 50), (10, 60), (15, 60), (20, 60)]
    assert estimate_progress(stalls, 100) == ProgressEstimate(rate=3, withheld="unsteady")
    assert estimate_progress([(0, 7), (5, 7), (10, 7)], 100) == ProgressEstimate(rate=0, withheld="unsteady")


def test_rate_is_shown_without_a_total() -> None:
    assert estimate_progress([(0, 0), (5, 10), (10, 20)], None) == ProgressEstimate(rate=2)
    assert estimate_progress([(0, 80), (5, 90), (10, 100)], 100) == ProgressEstimate(rate=2)
    assert estimate_progress([(0, 100), (5, 110), (10, 120)], 100) == ProgressEstimate(rate=2)
    assert estimate_progress([(0, 100), (5, 100), (10, 100)], 100) == ProgressEstimate(rate=0)
    assert estimate_progress([(0, 100)], 100) == ProgressEstimate()


def from_samples() -> Estimate:
    samples = list[tuple[float, float]]()

    def estimate(at: float, done: float) -> float | None:
        samples.append((at, done))
        return estimate_progress(samples, 1.0).left

    return estimate


@pytest.mark.parametrize("interval", INTERVALS)
def test_time_left_is_within_30_percent_in_four_of_five_samples(interval: int) -> None:
    good, shown = verdict(interval, from_samples)
    print(f"every {interval} s: within 30 %: {good:.1%}, shown: {shown:.1%}")
    assert good >= 0.8
    assert shown > 0.5, "withholding nearly everything would be no answer"


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("seed", range(5))
def test_time_left_of_a_steady_run_is_exact(seed: int, interval: int) -> None:
    off, withheld = errors(even(random.Random(seed).randint(600, 1500)), interval, from_samples())
    assert off
    assert max(off) < 0.01
    assert withheld <= 1
