"""Ended jobs per half hour, today against yesterday. Pure: times in seconds since 1970 UTC."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import NamedTuple

from jobs_app.jobs.attention import WAITING_AFTER_SECONDS, WAITING_FACTOR

BUCKET_SECONDS = 1_800
BUCKETS = 48
"""Half hours of a day; they begin at half hours of UTC."""
EndedCount = tuple[str, int, int]
"""Status, number of the half hour since 1970, `LAST_HOUR` or `HOUR_BEFORE`, and how many jobs."""
LAST_HOUR, HOUR_BEFORE = -1, -2
"""In place of the number of a half hour: the last 60 minutes, and the same ones of yesterday."""


class OverviewBar(NamedTuple):
    """The jobs that ended in one half hour, and how many did a day before. A tuple, so that it is short when sent."""

    completed: int
    failed: int
    cancelled: int
    yesterday: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The last 24 hours. Waits are in whole seconds, None where nothing waits or nothing is known."""

    start: int
    """When the first half hour begins, in seconds since 1970."""
    bars: tuple[OverviewBar, ...]
    failed: int
    failed_before: int
    completed: int
    completed_before: int
    """Of the last 60 minutes, and of the same 60 minutes yesterday."""
    oldest_wait: int | None
    usual_wait: int | None
    """The median wait of the jobs that ended last."""
    long_wait: bool

    @classmethod
    def of(
        cls, now: datetime, counts: Iterable[EndedCount], oldest: datetime | None, waits: Iterable[float]
    ) -> "Overview":
        """The overview of counts since `first_bucket`, the oldest queued job and some usual waits in seconds."""
        bars = dict[int, dict[str, int]]()
        for status, bucket, number in counts:
            bars.setdefault(bucket, {})[status] = number
        first = first_bucket(now) + BUCKETS
        hour, hour_before = bars.get(LAST_HOUR, {}), bars.get(HOUR_BEFORE, {})
        usual = median(found) if (found := list(waits)) else None
        wait = max((now - oldest).total_seconds(), 0.0) if oldest else None
        return cls(
            start=first * BUCKET_SECONDS,
            bars=tuple(_bar(bucket, bars) for bucket in range(first, first + BUCKETS)),
            failed=hour.get("failed", 0),
            failed_before=hour_before.get("failed", 0),
            completed=hour.get("completed", 0),
            completed_before=hour_before.get("completed", 0),
            oldest_wait=None if wait is None else int(wait),
            usual_wait=None if usual is None else round(usual),
            long_wait=is_long_wait(wait, usual),
        )


def is_long_wait(wait: float | None, usual: float | None) -> bool:
    """Whether a wait needs attention, by the rule of the attention `waiting`; all times in seconds."""
    return wait is not None and usual is not None and wait > max(WAITING_AFTER_SECONDS, WAITING_FACTOR * usual)


def first_bucket(now: datetime) -> int:
    """The number of the first half hour since 1970 that an overview counts: its last one holds `now`."""
    return int(now.timestamp()) // BUCKET_SECONDS + 1 - 2 * BUCKETS


def _bar(bucket: int, counts: Mapping[int, Mapping[str, int]]) -> OverviewBar:
    own, before = counts.get(bucket, {}), counts.get(bucket - BUCKETS, {})
    ended = (own.get(status, 0) for status in ("completed", "failed", "cancelled"))
    return OverviewBar(*ended, yesterday=sum(before.values()))
