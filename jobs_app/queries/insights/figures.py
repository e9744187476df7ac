"""The figures of a view: exact counts, and a sample for what depends on single jobs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine

from jobs_app.jobs.insights import InsightsView, moment_of
from jobs_app.jobs.insights_figures import Insights, insights_of
from jobs_app.queries.insights.buckets import Span, read_ended_counts
from jobs_app.queries.insights.ended_counts import EndedCounts
from jobs_app.queries.insights.overview import oldest_queued
from jobs_app.queries.insights.sample import read_sample
from jobs_app.queries.transaction import read_transaction

MAX_EXACT = 2_000
"""Up to so many ended jobs are all read, and no figure is an estimate."""
SLICES = 4
"""Parts of a bucket that are sampled apart, so that the sample is spread over it."""
SAMPLED = {"completed": 5, "failed": 2, "cancelled": 1}
"""Jobs of each status that are sampled of each part: at most 1,920 of a view."""
COMPARED = ("1h", "24h")
"""The ranges that are compared with as long a time before."""


class InsightsReads:
    """Reads the figures of views. Its reads block, and must not overlap."""

    def __init__(self, engine: Engine, max_exact: int = MAX_EXACT) -> None:
        self._engine, self._max_exact = engine, max_exact
        self._counts: dict[str, EndedCounts] = {}

    def read(self, view: InsightsView, now: datetime) -> Insights:
        """The figures of a view at a moment. Raises what the database raises."""
        counts = self._counts.setdefault(view.since, EndedCounts(self._engine)).read(view, now)
        first = view.first_bucket(now)
        is_exact = sum(sum(ended.values()) for ended in counts.values()) <= self._max_exact
        limits = dict.fromkeys(SAMPLED, self._max_exact) if is_exact else SAMPLED
        with read_transaction(self._engine) as connection:
            found = read_sample(connection, _slices(view, first), limits)
            before = dict[str, int]()
            if view.since in COMPARED:
                before = {status: number for status, _, number in read_ended_counts(connection, [_before(view, now)])}
            oldest = oldest_queued(connection)
        figures = insights_of(view, first, counts, before if view.since in COMPARED else None, found)
        wait = None if oldest is None else max(round((now - oldest).total_seconds() * 1000), 0)
        return replace(figures, oldest_wait=wait)


def _slices(view: InsightsView, first: int) -> Iterator[Span]:
    seconds = view.scale.seconds
    for number in range(first * SLICES, (first + view.scale.buckets) * SLICES):
        yield Span(number // SLICES, *(moment_of(each / SLICES, seconds) for each in (number, number + 1)))


def _before(view: InsightsView, now: datetime) -> Span:
    """As long a time as from the first bucket to now, just before."""
    start = moment_of(view.first_bucket(now), view.scale.seconds)
    whole = timedelta(seconds=view.scale.seconds * view.scale.buckets)
    return Span(0, start - whole, now - whole)
