"""In which order a view shows its jobs, and where in that order its page begins."""

import operator
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, DateTime, cast, func, literal, tuple_

from jobs_app.database.ids import meant
from jobs_app.database.models import BY_STATUS, CREATED, JOBS, STARTED
from jobs_app.database.timestamps import UtcTimestamp, seconds_between
from jobs_app.jobs.filters import BEFORE_ALL_TIMES, SORTS, Cursor, JobFilter, Kind, is_number
from jobs_app.jobs.timestamps import parse_timestamp
from jobs_app.queries.job_list.conditions import NOW

Keys = tuple[ColumnElement[Any], ...]

KEYS: dict[str, Keys] = {**BY_STATUS, "duration": BY_STATUS["took"], "status": (JOBS.c.status, CREATED)}
"""What each sort orders by, before the job's id."""


def so_far(start: ColumnElement[Any]) -> ColumnElement[float]:
    """Seconds since a start, -1 without one."""
    return func.coalesce(seconds_between(start, NOW), -1.0)


SO_FAR: Keys = (so_far(STARTED),)
"""How long running jobs have been at it, which no index can know."""


def is_backwards(view: JobFilter) -> bool:
    """Whether a view's page is read from its end towards the top of the list."""
    return view.cursor is not None and view.cursor.direction == "before"


def directed(order: Sequence[ColumnElement[Any]], descending: bool) -> list[ColumnElement[Any]]:
    """The order by some keys, all in the same direction."""
    return [key.desc() if descending else key.asc() for key in order]


def beyond(
    cursor: Cursor, sort: str, keys: Keys, descending: bool, on_sqlite: bool, inclusive: bool = False
) -> list[ColumnElement[bool]]:
    """The conditions for the rows that come after a cursor in this direction; the row at it counts if `inclusive`."""
    columns = zip(KEYS[sort], SORTS[sort], cursor.keys, strict=True)
    edge = [_bound(kind, key, column, on_sqlite) for column, kind, key in columns]
    strictly, from_there = (operator.lt, operator.le) if descending else (operator.gt, operator.ge)
    compare = from_there if inclusive else strictly
    # SQLite enters an index on an expression by a plain comparison, not by one of tuples.
    return [
        from_there(keys[0], edge[0]),
        compare(tuple_(*keys, JOBS.c.id), tuple_(*edge, meant(cursor.id, JOBS.c.id, on_sqlite))),
    ]


def _bound(kind: Kind, value: str, column: ColumnElement[Any], on_sqlite: bool) -> ColumnElement[Any]:
    """A cursor's key to compare a sort key with."""
    if kind in ("number", "span") and is_number(value):
        return literal(float(value))
    if kind == "text":
        return meant(value, column, on_sqlite)
    return so_far(_moment(value, on_sqlite)) if kind == "span" else _moment(value, on_sqlite)


def _moment(value: str, on_sqlite: bool) -> ColumnElement[Any]:
    if moment := parse_timestamp(value):
        return literal(moment, UtcTimestamp)
    if on_sqlite:  # Others may have stored a day that there never was, and the next page begins behind it.
        return literal("" if value in BEFORE_ALL_TIMES else value)
    return cast(literal("-infinity"), DateTime(timezone=True))
