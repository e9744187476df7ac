"""Figures about ended jobs, made of exact counts and of a sample. Pure: durations in whole milliseconds."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jobs_app.jobs.insights import EndedJob, InsightsView

MAX_GROUPS = 12
"""Groups in each table: the slowest, and those that fail most."""
SPARK_BUCKETS = 2
_ERROR_CLASS = re.compile(r"(?:[\w]+\.)*(\w+)(?:\(|:|$)")

Counts = Mapping[int, Mapping[str, int]]
"""How many jobs ended, by bucket and status."""


class Percentiles(NamedTuple):
    """The median and the 95th percentile; None where nothing is known."""

    median: int | None
    high: int | None


class Bucket(NamedTuple):
    """What ended in one bucket. A tuple, so that it is short when sent."""

    completed: int
    failed: int
    cancelled: int
    took: Percentiles
    waited: Percentiles


@dataclass(frozen=True, slots=True)
class Group:
    """The jobs of one type or of one worker."""

    name: str
    ended: int
    failed: int
    took: Percentiles
    waited: Percentiles
    error: str
    """The most common class of error."""
    spark: tuple[int, ...]
    """Failed jobs over the time, `SPARK_BUCKETS` in each step."""


@dataclass(frozen=True, slots=True)
class Insights:
    """The figures of a view."""

    since: str
    by: str
    start: int
    """When the first bucket begins, in seconds since 1970."""
    step: int
    """Seconds of a bucket."""
    buckets: tuple[Bucket, ...]
    ended_before: int | None
    failed_before: int | None
    """Of as long a time before; None where that was not counted."""
    took: Percentiles
    waited: Percentiles
    slowest: tuple[Group, ...]
    failing: tuple[Group, ...]
    groups: int
    sampled: int
    """Jobs of the sample; as many as ended, or durations and groups are estimates."""
    oldest_wait: int | None = None
    """Of what is queued now, in milliseconds."""


def insights_of(
    view: InsightsView, first: int, counts: Counts, before: Mapping[str, int] | None, sample: Sequence[EndedJob]
) -> Insights:
    """The figures of exact counts by bucket, from the number `first` on, and of a sample of the same jobs."""
    weights = _weights(counts, sample)
    in_bucket, of_group = defaultdict[int, list[EndedJob]](list), defaultdict[str, list[EndedJob]](list)
    for job in sample:
        in_bucket[job.bucket].append(job)
        if name := job.job_type if view.by == "type" else job.worker:
            of_group[name].append(job)
    groups = [_group(name, jobs, weights, first, view.scale.buckets) for name, jobs in of_group.items()]
    slowest = sorted(groups, key=lambda group: (-(group.took.high or -1), group.name))
    failing = sorted(
        (group for group in groups if group.failed), key=lambda group: (-group.failed / group.ended, group.name)
    )
    numbers = range(first, first + view.scale.buckets)
    return Insights(
        since=view.since,
        by=view.by,
        start=first * view.scale.seconds,
        step=view.scale.seconds,
        buckets=tuple(_bucket(counts.get(number, {}), in_bucket[number], weights) for number in numbers),
        ended_before=None if before is None else sum(before.values()),
        failed_before=None if before is None else before.get("failed", 0),
        took=_percentiles(sample, weights, took_of),
        waited=_percentiles(sample, weights, waited_of),
        slowest=tuple(slowest[:MAX_GROUPS]),
        failing=tuple(failing[:MAX_GROUPS]),
        groups=len(groups),
        sampled=len(sample),
    )


Weights = Mapping[tuple[int, str], float]
"""For how many jobs one of the sample stands, by bucket and status."""


def _weights(counts: Counts, sample: Iterable[EndedJob]) -> Weights:
    sampled = Counter((job.bucket, job.status) for job in sample)
    return {key: max(counts.get(key[0], {}).get(key[1], 0) / number, 1.0) for key, number in sampled.items()}


def _bucket(counts: Mapping[str, int], jobs: Sequence[EndedJob], weights: Weights) -> Bucket:
    ended = (counts.get(status, 0) for status in ("completed", "failed", "cancelled"))
    took, waited = (_percentiles(jobs, weights, value) for value in (took_of, waited_of))
    return Bucket(*ended, took=took, waited=waited)


def _group(name: str, jobs: Sequence[EndedJob], weights: Weights, first: int, buckets: int) -> Group:
    failed, spark = 0.0, [0.0] * (buckets // SPARK_BUCKETS)
    errors = Counter[str]()
    for job in jobs:
        if job.status == "failed":
            weight = weights[job.bucket, job.status]
            failed += weight
            spark[(job.bucket - first) // SPARK_BUCKETS] += weight
            errors[error_class(job.error)] += 1
    return Group(
        name,
        round(sum(weights[job.bucket, job.status] for job in jobs)),
        round(failed),
        _percentiles(jobs, weights, took_of),
        _percentiles(jobs, weights, waited_of),
        errors.most_common(1)[0][0] if errors else "",
        tuple(map(round, spark)),
    )


def error_class(error: str) -> str:
    """The class that an error begins with, without its module: "ValueError"; empty if it begins with none."""
    found = _ERROR_CLASS.match(error)
    return found[1] if found else ""


def took_of(job: EndedJob) -> float | None:
    """The duration of a completed job; others may have ended at once or never."""
    return job.took if job.status == "completed" else None


def waited_of(job: EndedJob) -> float | None:
    """The wait of a job that was started."""
    return job.waited


def _percentiles(jobs: Iterable[EndedJob], weights: Weights, value: Callable[[EndedJob], float | None]) -> Percentiles:
    known = sorted((found, weights[job.bucket, job.status]) for job in jobs if (found := value(job)) is not None)
    return Percentiles(_percentile(known, 0.5), _percentile(known, 0.95))


def _percentile(known: Sequence[tuple[float, float]], share: float) -> int | None:
    """The first of some weighted values, in order, up to which so much of the weight lies (nearest rank)."""
    wanted, seen = share * sum(weight for _, weight in known), 0.0
    for value, weight in known:
        seen += weight
        if seen >= wanted - 1e-9:
            return round(1000 * value)
    return None
