"""How points in time are stored and sorted, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from jobs_app.jobs.timestamps import parse_timestamp

EARLIEST, TOO_LATE = "0001-01-01 00:00:00+00", "10000-01-01 00:00:00+00"
"""The range of Python and ISO 8601; PostgreSQL stores other years as well."""


class UtcTimestamp(TypeDecorator[datetime]):
    """Text on SQLite, in the shape of its `CURRENT_TIMESTAMP` with milliseconds; `timestamptz` on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "milliseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return parse_timestamp(value)


class sortable(FunctionElement[Any]):
    """A timestamp column as a sort key that is never null: a missing or malformed time comes first."""

    inherit_cache = True


@compiles(sortable, "sqlite")
def _sortable_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    date = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ]*"
    key = f"strftime('%Y-%m-%d %H:%M:%f', {column})"
    without_offset = f"strftime('%Y-%m-%d %H:%M:%f', substr({column}, 1, 19))"
    readable = f"{column} GLOB '{date}' AND {column} >= '0001-01-02'"
    return f"(CASE WHEN {readable} THEN coalesce({key}, {without_offset}, '') ELSE '' END)"


@compiles(sortable)
def _sortable_timestamp(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    readable = f"{column} >= '{EARLIEST}' AND {column} < '{TOO_LATE}'"
    return f"(CASE WHEN {readable} THEN {column} ELSE '-infinity' END)"


class seconds_between(FunctionElement[Any]):
    """Seconds from one sortable key to a later one; 0 if it is not later, null if either is missing."""

    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _seconds_between_texts(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"max(0.0, round((julianday({end}) - julianday({start})) * 86400.0, 3))"


@compiles(seconds_between)
def _seconds_between_timestamps(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    seconds = f"CAST(EXTRACT(EPOCH FROM {end} - {start}) AS double precision)"
    return f"(CASE WHEN isfinite({start}) AND isfinite({end}) THEN greatest(0.0, {seconds}) END)"
