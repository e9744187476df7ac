"""Which figures an operator chose to see, and the spans of time that they are read for. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl


class BucketScale(NamedTuple):
    """How a time range is divided: buckets of so many seconds, which begin at multiples of them since 1970 UTC."""

    seconds: int
    buckets: int


SCALES = {
    "1h": BucketScale(120, 30),
    "24h": BucketScale(1_800, 48),
    "7d": BucketScale(10_800, 56),
    "30d": BucketScale(43_200, 60),
}
GROUPINGS = ("type", "worker")


@dataclass(frozen=True, slots=True)
class InsightsView:
    """A time range, and by what its jobs are grouped."""

    since: str = "24h"
    by: str = "type"

    @classmethod
    def from_query(cls, query: str) -> "InsightsView":
        """The view of a query string; unknown and malformed parts are ignored."""
        values = dict(parse_qsl(query.lstrip("?"), errors="replace"))
        since, by = values.get("since", ""), values.get("by", "")
        return cls(since if since in SCALES else "24h", by if by in GROUPINGS else "type")

    @property
    def scale(self) -> BucketScale:
        return SCALES[self.since]

    def first_bucket(self, now: datetime) -> int:
        """The number since 1970 of the first bucket; the last one holds `now`."""
        return int(now.timestamp()) // self.scale.seconds + 1 - self.scale.buckets


def moment_of(bucket: float, seconds: int) -> datetime:
    """When a bucket begins."""
    return datetime.fromtimestamp(bucket * seconds, UTC)


@dataclass(frozen=True, slots=True)
class EndedJob:
    """An ended job of a sample. Its duration and its wait are in seconds, None where they are unknown."""

    bucket: int
    status: str
    job_type: str
    worker: str
    took: float | None
    waited: float | None
    error: str
    """The start of its error's first line; only failed jobs have one."""
