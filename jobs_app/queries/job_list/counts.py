"""How many jobs there are per status: at a cost that does not grow with the table."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, or_, select, union_all

from jobs_app.database.models import JOBS
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import COUNT_LIMIT
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.capped import SHORT, capped
from jobs_app.queries.job_list.conditions import (
    error_condition,
    failed_without_index,
    range_condition,
    search_condition,
    status_ranges,
    time_parameters,
    type_condition,
)
from jobs_app.queries.transaction import allow_table_scan, on_sqlite

ABOVE_LIMIT = COUNT_LIMIT + 1
"""Represents every number above the limit."""
RECOUNT_READS = 10
"""After so many reads what is known to be above the limit is counted again: in each read one status at most."""
STATUSES = tuple(JobStatus)


def read_counts(
    connection: Connection, view: JobFilter, now: datetime, known: Mapping[str, int], read_number: int = 0
) -> dict[str, int]:
    """Jobs per status that match the other filters of a view; `ABOVE_LIMIT` stands for any number above the limit.

    Statuses that are known to be above it are only counted again in one read out of `RECOUNT_READS`.
    """
    if view.search:
        return _searched(connection, view, now)
    large = {status for status, number in known.items() if number > COUNT_LIMIT}
    again = large & set(STATUSES[read_number % RECOUNT_READS : read_number % RECOUNT_READS + 1])
    skipped = large - again
    known_numbers = dict.fromkeys(skipped, ABOVE_LIMIT) | _none_but_failed(view)
    counted = tuple(status for status in JobStatus if status not in known_numbers)
    if not counted:
        return known_numbers
    statement = _statement(view.at(None), counted, frozenset(again))
    counts = connection.execute(statement, time_parameters(view, now)).mappings().one()
    return dict(counts) | known_numbers


def _none_but_failed(view: JobFilter) -> dict[str, int]:
    """The counts that need no read: no other jobs have an error."""
    return {str(status): 0 for status in JobStatus if status is not JobStatus.FAILED} if view.error else {}


def _searched(connection: Connection, view: JobFilter, now: datetime) -> dict[str, int]:
    """Counts of what a search finds, by reading all jobs once: no index helps, and the sum of its parts costs more."""
    allow_table_scan(connection, True)
    status = capped(JOBS.c.status, SHORT)
    matching = [*type_condition(view), *range_condition(view), *error_condition(view)]
    matching += search_condition(view, on_sqlite(connection))
    statement = select(status, func.count()).where(*matching).group_by(status)
    counts = dict.fromkeys(map(str, JobStatus), 0)
    for stored, number in connection.execute(statement, time_parameters(view, now)):
        name = str(JobStatus.of(stored))
        counts[name] = min(counts[name] + number, ABOVE_LIMIT)
    allow_table_scan(connection, False)
    return counts


@lru_cache(maxsize=256)
def _statement(view: JobFilter, statuses: tuple[JobStatus, ...], large: frozenset[str]) -> Select[*tuple[Any, ...]]:
    counts = (
        _count(
            [failed_without_index()] if view.error else status_ranges(status),
            [*type_condition(view), *range_condition(view, status), *error_condition(view)],
            status in large,
        )
        for status in statuses
    )
    return select(*(count.label(str(status)) for status, count in zip(statuses, counts, strict=True)))


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
