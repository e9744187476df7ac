"""The SQL half of jobs/ids.py: how a column is read to be encoded, and what an encoding means in a condition."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Text, cast, literal, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from jobs_app.database.models import JOB_LOG, JOBS
from jobs_app.jobs.ids import MAX_ENCODED_BYTES, ROW_PREFIX, decoded_bytes


class raw_value(FunctionElement[Any]):
    """A column of the jobs as `encoded` takes it."""

    inherit_cache = True


@compiles(raw_value, "sqlite")
def _sqlite_raw_value(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    short_text = f"typeof({column}) = 'text' AND length(CAST({column} AS BLOB)) <= {MAX_ENCODED_BYTES}"
    return f"(CASE WHEN {short_text} THEN CAST({column} AS BLOB) ELSE jobs.rowid END)"


@compiles(raw_value)
def _raw_value(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


def decoded_value(encoding: str, column: ColumnElement[Any], on_sqlite: bool) -> ColumnElement[Any]:
    """The value of a column of the jobs that an encoding stands for; what is no valid encoding stands for itself."""
    number = encoding.removeprefix(ROW_PREFIX)
    if on_sqlite and encoding.startswith(ROW_PREFIX) and number.isdecimal() and len(number) < 19:
        holder = select(column).where(literal_column("jobs.rowid") == int(number))
        return holder.correlate(None).scalar_subquery()
    raw = decoded_bytes(encoding)
    if on_sqlite:
        return cast(literal(raw, LargeBinary), Text)
    return literal(raw.decode("utf-8", "replace").replace("\0", ""), Text)


def is_job(job_id: str, connection: Connection) -> ColumnElement[bool]:
    """The condition for the job whose encoded id this is."""
    return JOBS.c.id == decoded_value(job_id, JOBS.c.id, connection.dialect.name == "sqlite")


def is_log_of(job_id: str, connection: Connection) -> ColumnElement[bool]:
    """The condition for the log of the job whose encoded id this is."""
    return JOB_LOG.c.job_id == decoded_value(job_id, JOBS.c.id, connection.dialect.name == "sqlite")
