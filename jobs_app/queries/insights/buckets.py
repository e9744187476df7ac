"""How many jobs ended in each of many spans of time: ranges of an index are counted, no row is read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import CTE, Connection, Integer, Select, String, column, func, select, text, true, values

from jobs_app.database.models import ENDED, JOBS
from jobs_app.database.timestamps import UtcTimestamp
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.transaction import on_sqlite

ENDED_STATUSES = tuple(str(status) for status in JobStatus if status.is_final)
"""The statuses of jobs that have ended; what others call by words of their own is not counted."""

_SPANS_ON_SQLITE = """SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS start,
    json_extract(value, '$[2]') AS until FROM json_each(:spans)"""
_SPANS_ON_POSTGRESQL = """SELECT CAST(value ->> 0 AS integer) AS number,
    CAST((value ->> 1) || '+00' AS timestamptz) AS start, CAST((value ->> 2) || '+00' AS timestamptz) AS until
    FROM json_array_elements(CAST(:spans AS json)) AS spans (value)"""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time: from `start`, up to but without `end`."""

    number: int
    start: datetime
    end: datetime


def read_ended_counts(connection: Connection, spans: Iterable[Span]) -> list[tuple[str, int, int]]:
    """Status, number of the span and how many jobs ended in it; spans in which none did are left out."""
    rows = connection.execute(_statement(on_sqlite(connection)), spans_parameter(spans)).all()
    return [(str(status), int(number), int(ended)) for status, number, ended in rows if ended]


@cache
def _statement(on_sqlite: bool) -> Select[str, int, int]:
    """A subquery for each span and status: to group by them, SQLite would compute the sort keys of every job."""
    spans = spans_table(on_sqlite)
    statuses = values(column("status", String), name="statuses").data([(each,) for each in ENDED_STATUSES])
    statuses = statuses.cte("statuses")
    in_span = (JOBS.c.status == statuses.c.status, spans.c.start <= ENDED, spans.c.until > ENDED)
    ended = select(func.count()).select_from(JOBS).where(*in_span).correlate(spans, statuses).scalar_subquery()
    return select(statuses.c.status, spans.c.number, ended).join_from(spans, statuses, true())


def spans_table(on_sqlite: bool) -> CTE:
    """Spans as a table of `number`, `start` and `until`, made of one parameter.

    With one for each value, SQLAlchemy would take longer to build the statement than the database to execute it.
    """
    spans = text(_SPANS_ON_SQLITE if on_sqlite else _SPANS_ON_POSTGRESQL)
    return spans.columns(number=Integer, start=UtcTimestamp, until=UtcTimestamp).cte("spans")


def spans_parameter(spans: Iterable[Span]) -> dict[str, str]:
    """The parameter of a statement with a table of spans."""
    return {"spans": json.dumps([(span.number, _key(span.start), _key(span.end)) for span in spans])}


def _key(moment: datetime) -> str:
    """A time as SQLite's sort keys have it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "milliseconds")
