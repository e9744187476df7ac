"""How fast a job goes and how long it still takes, or why that is withheld: samples in, estimate out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

WINDOW_SECONDS, MIN_WINDOW_SAMPLES = 60.0, 4
"""Samples that count: those of the last minute, or the last four where polls are a minute apart."""
MIN_SPAN_SECONDS, MIN_SAMPLES = 10.0, 3
"""Below either of these the estimate is withheld."""
WINDOW_PARTS, MAX_SPEED_RATIO = 3, 1.4
"""Time left is withheld where the fastest third of the window is more than 1.4 times as fast as its slowest one:
in simulated runs (tests/unit/jobs/test_progress_estimate.py) what is shown is then within 30 % of the truth in four of
five cases."""

Sample = tuple[float, float]
"""A moment in seconds, and how much was done by then."""


@dataclass(frozen=True, slots=True)
class ProgressEstimate:
    """Items a second and seconds left; `withheld` is the reason if either is missing."""

    rate: float | None = None
    left: float | None = None
    withheld: Literal["", "measuring", "unsteady"] = ""


def estimate_progress(samples: Sequence[Sample], goal: float | None) -> ProgressEstimate:
    """The estimate after the last sample.

    `goal` is None where it is unknown; at the goal no time is left to estimate. Samples are in order of time, their
    amounts never decrease: a job that starts again starts a new sequence.
    """
    in_window = [sample for sample in samples if sample[0] >= samples[-1][0] - WINDOW_SECONDS]
    recent = list(samples)[-max(MIN_WINDOW_SAMPLES, len(in_window)) :]
    left = max(0.0, goal - recent[-1][1]) if goal is not None else None
    if len(recent) < MIN_SAMPLES or recent[-1][0] - recent[0][0] < MIN_SPAN_SECONDS:
        return ProgressEstimate(withheld="" if left == 0 else "measuring")
    rate = _speed(recent[0], recent[-1])
    if not left:
        return ProgressEstimate(rate)
    return ProgressEstimate(rate, left / rate) if _is_steady(recent) else ProgressEstimate(rate, withheld="unsteady")


def _is_steady(samples: Sequence[Sample]) -> bool:
    start, end = samples[0][0], samples[-1][0]
    marks = [start + (end - start) * part / WINDOW_PARTS for part in range(WINDOW_PARTS + 1)]
    speeds = [_speed((t0, _done_at(samples, t0)), (t1, _done_at(samples, t1))) for t0, t1 in pairwise(marks)]
    return min(speeds) > 0 and max(speeds) / min(speeds) <= MAX_SPEED_RATIO


def _done_at(samples: Sequence[Sample], time: float) -> float:
    """How much was done at a time, by linear interpolation."""
    for before, after in pairwise(samples):
        if time <= after[0]:
            return before[1] + (after[1] - before[1]) * (time - before[0]) / (after[0] - before[0])
    return samples[-1][1]


def _speed(start: Sample, end: Sample) -> float:
    return (end[1] - start[1]) / (end[0] - start[0])
