"""The SQL half of jobs/ids.py: how a column is read to be spelled, and what a spelling means in a condition."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Text, cast, literal, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from jobs_app.database.models import JOB_LOG, JOBS
from jobs_app.jobs.ids import MOST_BYTES, ROW, raw_bytes


class exact(FunctionElement[Any]):
    """A column of the jobs in the shape that `spelled` takes."""

    inherit_cache = True


@compiles(exact, "sqlite")
def _exact_bytes(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    short_text = f"typeof({column}) = 'text' AND length(CAST({column} AS BLOB)) <= {MOST_BYTES}"
    return f"(CASE WHEN {short_text} THEN CAST({column} AS BLOB) ELSE jobs.rowid END)"


@compiles(exact)
def _exact_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


def meant(spelling: str, column: ColumnElement[Any], on_sqlite: bool) -> ColumnElement[Any]:
    """The value of a column of the jobs that a spelling means; what never was one means itself."""
    number = spelling.removeprefix(ROW)
    if on_sqlite and spelling.startswith(ROW) and number.isdecimal() and len(number) < 19:
        holder = select(column).where(literal_column("jobs.rowid") == int(number))
        return holder.correlate(None).scalar_subquery()
    raw = raw_bytes(spelling)
    if on_sqlite:
        return cast(literal(raw, LargeBinary), Text)
    return literal(raw.decode("utf-8", "replace").replace("\0", ""), Text)


def is_job(job_id: str, connection: Connection) -> ColumnElement[bool]:
    """The condition for the job whose encoded id this is."""
    return JOBS.c.id == meant(job_id, JOBS.c.id, connection.dialect.name == "sqlite")


def is_log_of(job_id: str, connection: Connection) -> ColumnElement[bool]:
    """The condition for the log of the job whose encoded id this is."""
    return JOB_LOG.c.job_id == meant(job_id, JOBS.c.id, connection.dialect.name == "sqlite")
