"""Simulated runs of jobs with varying speed, and the accuracy of estimates of the time left."""

import random
from collections.abc import Callable, Iterator, Sequence

Speeds = Callable[[random.Random], Iterator[float]]
"""Fractions of a run per second, relative to a constant speed, second by second."""


Run = Sequence[tuple[float, float]]
"""Seconds and the fraction completed by then: one pair for each second."""

Estimate = Callable[[float, float], float | None]
"""The time left that is shown at a second for a completed fraction; called for each poll of one run."""


def wandering(chance: random.Random) -> Iterator[float]:
    while True:
        speed = chance.uniform(0.5, 1.7)
        yield from [speed] * chance.randint(10, 90)


def stepping(chance: random.Random) -> Iterator[float]:
    while True:
        speed = chance.choice([0.6, 1.0, 1.6])
        yield from [speed] * chance.randint(60, 300)


def bursting(chance: random.Random) -> Iterator[float]:
    while True:
        speed = chance.choice([0.1, 1.0, 2.5])
        yield from [speed] * chance.randint(2, 15)


def trembling(chance: random.Random) -> Iterator[float]:
    while True:
        yield max(0.0, chance.gauss(1, 0.3))


KINDS: tuple[Speeds, ...] = (wandering, stepping, bursting, trembling)


def simulated(seed: int) -> Run:
    """One run, second by second, that takes between 2 and 25 minutes."""
    chance = random.Random(seed)
    typical = chance.uniform(120, 1500)
    done, run = 0.0, [(0.0, 0.0)]
    for second, speed in enumerate(KINDS[seed % len(KINDS)](chance), 1):
        done += speed / typical
        run.append((float(second), min(done, 1.0)))
        if done >= 1:
            return run
    raise AssertionError


def even(seconds: int) -> Run:
    return [(float(second), second / seconds) for second in range(seconds + 1)]


def errors(run: Run, interval: int, estimate: Estimate) -> tuple[list[float], int]:
    """Relative errors of the shown time left, and how often it was withheld. Each poll is up to a second late."""
    ends, late = run[-1][0], random.Random(int(run[-1][0]))
    off, withheld, second = list[float](), 0, 0
    while second < ends:
        at, done = run[second]
        left = estimate(at, done)
        second += interval + late.randint(0, 1)
        if at < ends / 10:
            continue
        if left is None:
            withheld += 1
        else:
            off.append(abs(left - (ends - at)) / (ends - at))
    return off, withheld


def verdict(interval: int, new_estimate: Callable[[], Estimate]) -> tuple[float, float]:
    """Over 20 runs: the share of shown times left within 30 % of the truth, and the share of times shown."""
    results = [errors(simulated(seed), interval, new_estimate()) for seed in range(20)]
    off = [error for shown, _ in results for error in shown]
    withheld = sum(hidden for _, hidden in results)
    return sum(error <= 0.3 for error in off) / max(1, len(off)), len(off) / (len(off) + withheld)
