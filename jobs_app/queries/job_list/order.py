"""The order of a view's jobs, and where in that order its page begins."""

import operator
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, DateTime, cast, func, literal, tuple_

from jobs_app.database.ids import decoded_value
from jobs_app.database.models import BY_STATUS, CREATED, JOBS, STARTED
from jobs_app.database.timestamps import UtcTimestamp, seconds_between
from jobs_app.jobs.cursors import SORTS, Cursor, Kind, is_number
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.timestamps import parse_timestamp
from jobs_app.queries.attention import NOW

Keys = tuple[ColumnElement[Any], ...]

SORT_KEYS: dict[str, Keys] = {**BY_STATUS, "duration": BY_STATUS["took"], "status": (JOBS.c.status, CREATED)}
"""What each sort orders by, before the job's id."""


def elapsed(start: ColumnElement[Any]) -> ColumnElement[float]:
    """Seconds since a start, -1 without one."""
    return func.coalesce(seconds_between(start, NOW), -1.0)


ELAPSED: Keys = (elapsed(STARTED),)
"""How long running jobs have been running, which no index can hold."""


def sort_keys(sort: str, status: str | None) -> Keys:
    """The keys by which the jobs of a stored status are sorted, of all jobs if None."""
    return ELAPSED if sort == "duration" and status == str(JobStatus.RUNNING) else SORT_KEYS[sort]


def reads_backwards(view: JobFilter) -> bool:
    """Whether a view's page is read from its end towards the top of the list."""
    return view.cursor is not None and view.cursor.direction == "before"


def ordered(keys: Sequence[ColumnElement[Any]], descending: bool) -> list[ColumnElement[Any]]:
    """The order by some keys, all in the same direction."""
    return [key.desc() if descending else key.asc() for key in keys]


def after_cursor(
    cursor: Cursor, sort: str, keys: Keys, descending: bool, on_sqlite: bool, inclusive: bool = False
) -> list[ColumnElement[bool]]:
    """Keyset pagination: the conditions for the rows after a cursor in this direction, or at it if `inclusive`."""
    columns = zip(SORT_KEYS[sort], SORTS[sort], cursor.keys, strict=True)
    bounds = [_bound(kind, key, column, on_sqlite) for column, kind, key in columns]
    strict, not_strict = (operator.lt, operator.le) if descending else (operator.gt, operator.ge)
    compare = not_strict if inclusive else strict
    # SQLite enters an index on an expression by a plain comparison, not by one of tuples.
    return [
        not_strict(keys[0], bounds[0]),
        compare(tuple_(*keys, JOBS.c.id), tuple_(*bounds, decoded_value(cursor.id, JOBS.c.id, on_sqlite))),
    ]


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
