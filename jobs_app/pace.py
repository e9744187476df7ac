"""How fast a job goes and how long it still takes, or why that cannot be said. Pure: samples in, estimate out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

WINDOW, ENOUGH = 60.0, 4
"""Seconds of samples that count, and how many count where a minute has fewer: polls may be a minute apart."""
LEAST_SPAN, LEAST_SAMPLES = 10.0, 3
"""Before there are as many, nothing is said."""
PARTS, STEADY = 3, 1.4
"""Time left is withheld where the fastest third of the window went more than 1.4 times as fast as its slowest one:
in simulated runs (tests/pure/test_pace.py) what is shown is then within 30 % of the truth four times out of five."""

Sample = tuple[float, float]
"""When (seconds), and how much was done by then."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Items a second and seconds left; `doubt` says why either is withheld."""

    rate: float | None = None
    left: float | None = None
    doubt: Literal["", "measuring", "unsteady"] = ""


def pace(samples: Sequence[Sample], goal: float | None) -> Pace:
    """The estimate after the last sample, from those of the minute before it, or the last few where polls are rare.

    `goal` is None where nobody knows it; at the goal nothing is left to tell. Samples are in order of time, their
    amounts never go down: a job that starts again starts a new row of samples.
    """
    in_window = [sample for sample in samples if sample[0] >= samples[-1][0] - WINDOW]
    recent = list(samples)[-max(ENOUGH, len(in_window)) :]
    left = max(0.0, goal - recent[-1][1]) if goal is not None else None
    if len(recent) < LEAST_SAMPLES or recent[-1][0] - recent[0][0] < LEAST_SPAN:
        return Pace(doubt="" if left == 0 else "measuring")
    rate = _speed(recent[0], recent[-1])
    if not left:
        return Pace(rate)
    return Pace(rate, left / rate) if _is_steady(recent) else Pace(rate, doubt="unsteady")


def _is_steady(samples: Sequence[Sample]) -> bool:
    start, end = samples[0][0], samples[-1][0]
    marks = [start + (end - start) * part / PARTS for part in range(PARTS + 1)]
    speeds = [_speed((t0, _done_at(samples, t0)), (t1, _done_at(samples, t1))) for t0, t1 in pairwise(marks)]
    return min(speeds) > 0 and max(speeds) / min(speeds) <= STEADY


def _done_at(samples: Sequence[Sample], time: float) -> float:
    """How much was done at a time, on the line between the samples around it."""
    for before, after in pairwise(samples):
        if time <= after[0]:
            return before[1] + (after[1] - before[1]) * (time - before[0]) / (after[0] - before[0])
    return samples[-1][1]


def _speed(start: Sample, end: Sample) -> float:
    return (end[1] - start[1]) / (end[0] - start[0])
