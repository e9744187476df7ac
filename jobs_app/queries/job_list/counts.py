"""How many jobs there are per status, and how many need attention: at a cost that does not grow with the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, or_, select, union_all

from jobs_app.database.models import JOBS
from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import COUNT_LIMIT
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.attention import AttentionColumns, Typical, typical
from jobs_app.queries.capped import SHORT, capped
from jobs_app.queries.job_list.conditions import (
    OPEN_STATUSES,
    attention_condition,
    parameters,
    range_condition,
    search_condition,
    status_ranges,
    type_condition,
)
from jobs_app.queries.transaction import allow_table_scan, on_sqlite

ABOVE_LIMIT = COUNT_LIMIT + 1
"""Represents every number above the limit."""
RECOUNT_READS = 10
"""After so many reads what is known to be above the limit is counted again: in each read one count at most."""
ATTENTION = "attention"
COUNTED = (*map(str, JobStatus), ATTENTION)
"""What is counted: the jobs of each status, and those that need attention."""


@dataclass(frozen=True, slots=True)
class CountedView:
    """What is counted, at one moment: the filters of a view but its statuses, and the rules of attention."""

    view: JobFilter
    now: datetime
    rules: AttentionRules

    @property
    def parameters(self) -> dict[str, Any]:
        return parameters(self.view, self.now, self.rules)


def read_counts(
    connection: Connection, counted: CountedView, known: Mapping[str, int], read_number: int = 0
) -> dict[str, int]:
    """Jobs for each name of `COUNTED` that match the other filters; `ABOVE_LIMIT` stands for any number above it.

    What is known to be above the limit is only counted again in one read out of `RECOUNT_READS`. The view's filter by
    attention applies to the statuses, not to the number of jobs that need attention.
    """
    if counted.view.search:
        return _searched(connection, counted)
    large = {name for name, number in known.items() if number > COUNT_LIMIT}
    again = large & set(COUNTED[read_number % RECOUNT_READS : read_number % RECOUNT_READS + 1])
    skipped = large - again
    names = tuple(name for name in COUNTED if name not in skipped)
    statement = _statement(counted.view.at(None), names, frozenset(again), typical(counted.rules))
    counts = connection.execute(statement, counted.parameters).mappings().one()
    return dict(counts) | dict.fromkeys(skipped, ABOVE_LIMIT)


def _searched(connection: Connection, counted: CountedView) -> dict[str, int]:
    """Counts of what a search finds, by reading all jobs once: no index helps, and the sum of its parts costs more."""
    view = counted.view
    allow_table_scan(connection, True)
    status = capped(JOBS.c.status, SHORT)
    matching = [*type_condition(view), *range_condition(view), *search_condition(view, on_sqlite(connection))]
    needy = func.coalesce(func.sum(case((AttentionColumns(typical(counted.rules)).condition(), 1), else_=0)), 0)
    statement = select(status, func.count(), needy).where(*matching).group_by(status)
    counts = dict.fromkeys(COUNTED, 0)
    for stored, number, attention in connection.execute(statement, counted.parameters):
        name = str(JobStatus.of(stored))
        counts[name] = min(counts[name] + (attention if view.attention else number), ABOVE_LIMIT)
        counts[ATTENTION] = min(counts[ATTENTION] + attention, ABOVE_LIMIT)
    allow_table_scan(connection, False)
    return counts


@lru_cache(maxsize=256)
def _statement(
    view: JobFilter, names: tuple[str, ...], large: frozenset[str], typical: Typical
) -> Select[*tuple[Any, ...]]:
    return select(*(_count(*_parts(view, name, typical), name in large).label(name) for name in names))


def _parts(view: JobFilter, name: str, typical: Typical) -> tuple[list[ColumnElement[bool]], list[ColumnElement[bool]]]:
    """The ranges of an index in which to count, and the filters to apply."""
    if name == ATTENTION:
        columns = AttentionColumns(typical)
        ranges: list[ColumnElement[bool]] = [
            (JOBS.c.status == status) & columns.condition(status) for status in OPEN_STATUSES
        ]
        return ranges, [*type_condition(view), *range_condition(view, OPEN_STATUSES[0])]
    filters = [*type_condition(view), *range_condition(view, name), *attention_condition(view, typical, name)]
    return status_ranges(JobStatus(name)), filters


def _count(ranges: list[ColumnElement[bool]], filters: list[ColumnElement[bool]], large: bool) -> ColumnElement[int]:
    """A count up to `ABOVE_LIMIT`. Where it is expected to be large, that row is looked for first: skipping is faster
    than counting."""
    one = select(literal(1).label("one")).select_from(JOBS).where(*filters)
    parts = [select(one.where(range_).limit(_inlined(ABOVE_LIMIT)).subquery()) for range_ in ranges]
    found = union_all(*parts).limit(_inlined(ABOVE_LIMIT)).subquery()
    counted = select(func.count()).select_from(found).scalar_subquery()
    if not large:
        return counted
    last = select(_inlined(ABOVE_LIMIT)).select_from(JOBS).where(*filters, or_(*ranges)).limit(_inlined(1))
    return func.coalesce(last.offset(_inlined(COUNT_LIMIT)).scalar_subquery(), counted)


def _inlined(number: int) -> ColumnElement[int]:
    """A number as part of the statement's text, with which the database plans."""
    return literal(number, literal_execute=True)
