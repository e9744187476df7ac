"""How many jobs there are per status, and how many need attention: at a cost that does not grow with the table."""

from collections.abc import Iterable, Mapping
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
from jobs_app.queries.attention import Typical, attention_columns, by_status_index, typical
from jobs_app.queries.capped import SHORT, capped
from jobs_app.queries.job_list.conditions import (
    OPEN_STATUSES,
    attention_condition,
    error_condition,
    failed_without_index,
    parameters,
    range_condition,
    status_ranges,
    type_condition,
)
from jobs_app.queries.job_list.search import search_condition
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
    known_numbers = dict.fromkeys(skipped, ABOVE_LIMIT) | _none_but_failed(counted.view)
    names = tuple(name for name in COUNTED if name not in known_numbers)
    statement = _statement(counted.view.at(None), names, frozenset(again), typical(counted.rules))
    counts = connection.execute(statement, counted.parameters).mappings().one()
    return dict(counts) | known_numbers


def _none_but_failed(view: JobFilter) -> dict[str, int]:
    """The counts that need no read: no other jobs have an error."""
    return {str(status): 0 for status in JobStatus if status is not JobStatus.FAILED} if view.error else {}


def _searched(connection: Connection, counted: CountedView) -> dict[str, int]:
    """Counts of what a search finds, by reading all jobs once: no index helps, and the sum of its parts costs more."""
    view = counted.view
    allow_table_scan(connection, True)
    status = capped(JOBS.c.status, SHORT)
    matching = [*type_condition(view), *range_condition(view), *error_condition(view)]
    matching += search_condition(view, on_sqlite(connection))
    needy = func.coalesce(func.sum(case((attention_columns(typical(counted.rules)).condition(), 1), else_=0)), 0)
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
    counts = (
        _attention_count(view, typical) if name == ATTENTION else _status_count(view, name, typical, name in large)
        for name in names
    )
    return select(*(count.label(name) for name, count in zip(names, counts, strict=True)))


def _attention_count(view: JobFilter, typical: Typical) -> ColumnElement[int]:
    columns = attention_columns(typical)
    filters = [*type_condition(view), *range_condition(view, OPEN_STATUSES[0]), *error_condition(view)]
    return _number_of(
        by_status_index(_one(JOBS.c.status == status, columns.condition(status), *filters), status)
        for status in OPEN_STATUSES
    )


def _status_count(view: JobFilter, status: str, typical: Typical, large: bool) -> ColumnElement[int]:
    """Where the count is expected to be large, the row above the limit is looked for first: skipping is faster than
    counting."""
    filters = [*type_condition(view), *range_condition(view, status), *error_condition(view)]
    filters += attention_condition(view, typical, status)
    ranges = [failed_without_index()] if view.error else status_ranges(JobStatus(status))
    if view.attention:
        counted = _number_of(by_status_index(_one(range_, *filters), status) for range_ in ranges)
    else:
        counted = _number_of(_one(range_, *filters) for range_ in ranges)
    if not large:
        return counted
    last = select(_inlined(ABOVE_LIMIT)).select_from(JOBS).where(*filters, or_(*ranges)).limit(_inlined(1))
    return func.coalesce(last.offset(_inlined(COUNT_LIMIT)).scalar_subquery(), counted)


def _one(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(literal(1).label("one")).select_from(JOBS).where(*conditions)


def _number_of(parts: Iterable[Select[Any]]) -> ColumnElement[int]:
    """How many rows some selects have together, up to `ABOVE_LIMIT`."""
    limited = [select(part.limit(_inlined(ABOVE_LIMIT)).subquery()) for part in parts]
    found = union_all(*limited).limit(_inlined(ABOVE_LIMIT)).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _inlined(number: int) -> ColumnElement[int]:
    """A number as part of the statement's text, with which the database plans."""
    return literal(number, literal_execute=True)
