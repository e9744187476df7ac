"""The order of a view's jobs, and where in that order its page begins."""

import operator
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, DateTime, case, cast, false, func, literal, literal_column, tuple_

from jobs_app.database.ids import decoded_value
from jobs_app.database.models import BY_STATUS, CREATED, ENDED, JOBS, STARTED
from jobs_app.database.timestamps import UtcTimestamp, seconds_between
from jobs_app.jobs.cursors import ACTIVITY, SORTS, Kind, is_number
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.timestamps import parse_timestamp
from jobs_app.queries.attention import NOW

Keys = tuple[ColumnElement[Any], ...]


def elapsed(start: ColumnElement[Any]) -> ColumnElement[float]:
    """Seconds since a start, -1 without one."""
    return func.coalesce(seconds_between(start, NOW), -1.0)


ELAPSED: Keys = (elapsed(STARTED),)
"""How long running jobs have been running, which no index can hold."""
RANKS = {str(JobStatus.RUNNING): 2, str(JobStatus.QUEUED): 1}
"""The order of statuses by activity; all others, of ended jobs, have rank 0."""
ACTIVE_SINCE = {str(JobStatus.RUNNING): STARTED, str(JobStatus.QUEUED): CREATED}
"""The time by which the jobs of a status are sorted by activity; others by their end."""
SORT_KEYS: dict[str, Keys] = {
    **BY_STATUS,
    "duration": BY_STATUS["took"],
    "status": (JOBS.c.status, CREATED),
    ACTIVITY: (case(RANKS, value=JOBS.c.status, else_=0), case(ACTIVE_SINCE, value=JOBS.c.status, else_=ENDED)),
}
"""What each sort orders by, before the job's id."""


def sort_keys(sort: str, status: str | None) -> Keys:
    """The keys by which the jobs of a stored status are sorted, of all jobs if None."""
    if sort == ACTIVITY and status is not None:
        return (literal_column(f"(0 + {RANKS.get(status, 0)})"), ACTIVE_SINCE.get(status, ENDED))
    return ELAPSED if sort == "duration" and status == str(JobStatus.RUNNING) else SORT_KEYS[sort]


def index_order(sort: str, status: str | None, descending: bool) -> list[ColumnElement[Any]]:
    """The order of the jobs of a status, without the rank that they share: an index holds it."""
    keys = sort_keys(sort, status)
    return ordered([*(keys[1:] if sort == ACTIVITY and status is not None else keys), JOBS.c.id], descending)


def reads_backwards(view: JobFilter) -> bool:
    """Whether a view's page is read from its end towards the top of the list."""
    return view.cursor is not None and view.cursor.direction == "before"


def is_descending(view: JobFilter) -> bool:
    """Whether the sort keys of a view descend. By activity they do unless it is reversed: the latest come first."""
    return view.descending != (view.sort == ACTIVITY)


def ordered(keys: Sequence[ColumnElement[Any]], descending: bool) -> list[ColumnElement[Any]]:
    """The order by some keys, all in the same direction."""
    return [key.desc() if descending else key.asc() for key in keys]


def after_cursor(
    view: JobFilter, status: str | None, descending: bool, on_sqlite: bool, inclusive: bool = False
) -> list[ColumnElement[bool]]:
    """Keyset pagination: the conditions for the rows of a status after a view's cursor in this direction, or at it if
    `inclusive`; none without a cursor."""
    if view.cursor is None:
        return []
    keys, kinds, values = sort_keys(view.sort, status), SORTS[view.sort], view.cursor.keys
    columns = SORT_KEYS[view.sort]
    if view.sort == ACTIVITY and status is not None:
        rank, bound = RANKS.get(status, 0), float(values[0])
        if rank != bound:
            return [] if (rank < bound) == descending else [false()]
        keys, kinds, values, columns = keys[1:], kinds[1:], values[1:], columns[1:]
    bounds = [
        _bound(kind, value, column, on_sqlite) for kind, value, column in zip(kinds, values, columns, strict=True)
    ]
    return _beyond(keys, bounds, decoded_value(view.cursor.id, JOBS.c.id, on_sqlite), descending, inclusive)


def _beyond(
    keys: Keys, bounds: list[ColumnElement[Any]], id: ColumnElement[Any], descending: bool, inclusive: bool
) -> list[ColumnElement[bool]]:
    strict, not_strict = (operator.lt, operator.le) if descending else (operator.gt, operator.ge)
    compare = not_strict if inclusive else strict
    # SQLite enters an index on an expression by a plain comparison, not by one of tuples.
    return [not_strict(keys[0], bounds[0]), compare(tuple_(*keys, JOBS.c.id), tuple_(*bounds, id))]


def _bound(kind: Kind, value: str, column: ColumnElement[Any], on_sqlite: bool) -> ColumnElement[Any]:
    """A cursor's key to compare a sort key with."""
    if kind in ("number", "span") and is_number(value):
        return literal(float(value))
    if kind == "text":
        return decoded_value(value, column, on_sqlite)
    return elapsed(_timestamp(value, on_sqlite)) if kind == "span" else _timestamp(value, on_sqlite)


def _timestamp(value: str, on_sqlite: bool) -> ColumnElement[Any]:
    if moment := parse_timestamp(value):
        return literal(moment, UtcTimestamp)
    if on_sqlite:
        return literal("")
    return cast(literal("-infinity"), DateTime(timezone=True))
