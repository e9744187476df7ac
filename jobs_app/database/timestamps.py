"""How points in time are stored and sorted, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, DateTime, Dialect, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn
from sqlalchemy.sql.compiler import DDLCompiler, SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from jobs_app.database.sqlite_times import sqlite_time_key
from jobs_app.jobs.timestamps import UNPARSED, parse_timestamp

EARLIEST, TOO_LATE = "0001-01-01 00:00:00+00", "10000-01-01 00:00:00+00"
"""The range of Python and ISO 8601; PostgreSQL stores other years as well."""
SHOWN_CHARACTERS = 40
"""Characters that are shown of a time that cannot be parsed."""


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


def key_column(column: str) -> str:
    """The generated column that holds the sort key of a time on SQLite: `created_key` of `created_at`."""
    return f"{column.removesuffix('_at')}_key"


@compiles(CreateColumn, "sqlite")
def _create_with_key(element: Any, compiler: DDLCompiler, **options: Any) -> str:
    column, created = element.element, str(compiler.visit_create_column(element, **options))  # pyright: ignore[reportUnknownMemberType]
    if not isinstance(column.type, UtcTimestamp):
        return created
    key = f"{key_column(column.name)} TEXT GENERATED ALWAYS AS ({sqlite_time_key(column.name)}) VIRTUAL"
    return f"{created},\n\t{key}"


class sortable(FunctionElement[Any]):
    """A timestamp column as a sort key that is never null: a missing or malformed time comes first."""

    inherit_cache = True


@compiles(sortable, "sqlite")
def _sortable_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return key_column(compiler.process(element.clauses, **options))


@compiles(sortable)
def _sortable_timestamp(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"(CASE WHEN {_is_readable(column)} THEN {column} ELSE '-infinity' END)"


def _is_readable(column: str) -> str:
    return f"{column} >= '{EARLIEST}' AND {column} < '{TOO_LATE}'"


class first_known(FunctionElement[Any]):
    """The first of two sort keys that is not missing."""

    inherit_cache = True


@compiles(first_known, "sqlite")
def _first_known_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"coalesce(nullif({first}, ''), {second})"


@compiles(first_known)
def _first_known_timestamp(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"coalesce(nullif({first}, '-infinity'), {second})"


class unreadable(FunctionElement[bool]):
    """Whether a timestamp column holds something that is no time."""

    inherit_cache = True
    type = Boolean()


@compiles(unreadable, "sqlite")
def _unreadable_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"({column} IS NOT NULL AND {key_column(column)} = '')"


@compiles(unreadable)
def _unreadable_timestamp(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"({column} IS NOT NULL AND NOT ({_is_readable(column)}))"


class stored_time(FunctionElement[Any]):
    """A timestamp column as text: its sort key, or after `UNPARSED` the start of what is no time; null if missing."""

    inherit_cache = True
    type = Text()


@compiles(stored_time, "sqlite")
def _stored_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"coalesce(nullif({key_column(column)}, ''), '{UNPARSED}' || substr({column}, 1, {SHOWN_CHARACTERS}))"


@compiles(stored_time)
def _stored_timestamp(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    text = f"CAST({column} AS text)"
    return f"(CASE WHEN {_is_readable(column)} THEN {text} ELSE '{UNPARSED}' || {text} END)"


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
