"""How many jobs ended in each bucket of a time range, at a bounded cost for each read."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Engine

from jobs_app.jobs.insights import InsightsView, moment_of
from jobs_app.queries.insights.buckets import Span, read_ended_counts
from jobs_app.queries.transaction import read_transaction

MAX_SECONDS_COUNTED = 2 * 86_400
"""The time whose jobs one read counts at most: they may be hundreds of thousands."""
FRESH_BUCKETS = 2
"""The last buckets, which every read counts."""


class EndedCounts:
    """Counts of ended jobs by bucket, for one scale; those of a long range are remembered and counted again in turn.

    So a deletion, or an end that was recorded late, shows in a long range after some reads. Its reads block.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[int, dict[str, int]] = {}
        """By the number of the bucket; what was counted last is the last one."""

    def read(self, view: InsightsView, now: datetime) -> Mapping[int, Mapping[str, int]]:
        """The counts of all buckets of a view, by bucket and status; the first time in several reads."""
        first = view.first_bucket(now)
        wanted = range(first, first + view.scale.buckets)
        self._known = {number: known for number, known in self._known.items() if number in wanted}
        at_once = max(MAX_SECONDS_COUNTED // view.scale.seconds, FRESH_BUCKETS + 1)
        missing = [number for number in wanted if number not in self._known]
        while len(missing) > at_once:
            self._count(missing[:at_once], view.scale.seconds)
            missing = missing[at_once:]
        due = [*wanted[-FRESH_BUCKETS:], *missing, *self._known]
        self._count(list(dict.fromkeys(due))[: max(at_once, len(missing))], view.scale.seconds)
        return dict(self._known)

    def _count(self, numbers: Iterable[int], seconds: int) -> None:
        spans = [Span(number, moment_of(number, seconds), moment_of(number + 1, seconds)) for number in numbers]
        with read_transaction(self._engine) as connection:
            counts = read_ended_counts(connection, spans)
        for span in spans:
            self._known.pop(span.number, None)
            self._known[span.number] = {}
        for status, number, ended in counts:
            self._known[number][status] = ended
