"""Reads of one job: all its columns, its summary, and how long similar jobs took."""

from datetime import UTC, datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Engine, select

from jobs_app.database.ids import is_job, raw_value
from jobs_app.database.models import COMPLETED, JOBS, STARTED, TARGET, TOOK
from jobs_app.database.timestamps import UtcTimestamp, stored_time
from jobs_app.jobs.attention import DEFAULT_RULES, AttentionRules
from jobs_app.jobs.snapshots import STATUS_LIMIT, TEXT_LIMIT, JobDetail
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.text import decoded
from jobs_app.queries.attention import attention_columns, attention_parameters, typical
from jobs_app.queries.both_ends import both_ends
from jobs_app.queries.capped import SHORT, capped
from jobs_app.queries.transaction import read_transaction

LONG_COLUMNS: tuple[str, ...] = ("target", "summary_json")
BOTH_ENDS_COLUMNS: tuple[str, ...] = ("error_message", "error_traceback")
"""Of a long one the start and the end are read: a traceback ends with its cause."""
NAME_COLUMNS: tuple[str, ...] = ("job_type", "worker")
SUMMARY_LIMIT = 10_000_000
"""Characters of a summary that are read."""
TYPICAL_JOBS, TYPICAL_CANDIDATES = 20, 1_000
"""Jobs whose median duration is typical, and how many are examined to find them."""


def read_job(
    engine: Engine, job_id: str, now: datetime | None = None, rules: AttentionRules = DEFAULT_RULES
) -> JobDetail | None:
    """One job with all its columns, long texts cut; None if there is no such job. `now` decides its attention."""
    limits = (
        dict.fromkeys(NAME_COLUMNS, 201) | dict.fromkeys(LONG_COLUMNS, TEXT_LIMIT + 1) | {"status": STATUS_LIMIT + 1}
    )
    columns = [_column(name, limits.get(name, SHORT)) for name, _ in JOBS.c.items()]
    given = attention_parameters(rules, now or datetime.now(UTC))
    with read_transaction(engine) as connection:
        job = select(*columns, *attention_columns(typical(rules)).columns).where(is_job(job_id, connection))
        row = connection.execute(job, given).mappings().first()
    return JobDetail.of(row) if row else None


def _column(name: str, characters: int) -> ColumnElement[Any]:
    column = JOBS.c[name]
    if name == "id":
        return raw_value(column).label(name)
    if isinstance(column.type, UtcTimestamp):
        return stored_time(column).label(name)
    return (both_ends(column) if name in BOTH_ENDS_COLUMNS else capped(column, characters)).label(name)


def read_summary(engine: Engine, job_id: str) -> str:
    """The stored summary of a job, at most SUMMARY_LIMIT characters of it."""
    with read_transaction(engine) as connection:
        summary = select(capped(JOBS.c.summary_json, SUMMARY_LIMIT)).where(is_job(job_id, connection))
        return decoded(connection.execute(summary).scalar())


def typical_duration(engine: Engine, job_id: str) -> int | None:
    """The median duration of the last completed jobs of the same type and target, in milliseconds; None without any.

    Jobs without a start, or with one after their end, do not count.
    """
    with read_transaction(engine) as connection:
        own = is_job(job_id, connection)
        # As one expression, which the database computes once and finds in the index.
        same = [
            column == select(column).where(own).correlate(None).scalar_subquery()
            for column in (JOBS.c.job_type, TARGET)
        ]
        ended = select(TOOK.label("took"), STARTED.label("started"), COMPLETED.label("ended"), own.label("own"))
        ended = ended.where(JOBS.c.status == str(JobStatus.COMPLETED), *same)
        last = ended.order_by(COMPLETED.desc()).limit(TYPICAL_CANDIDATES).subquery()
        valid = (last.c.took >= 0, last.c.started <= last.c.ended, ~last.c.own)
        took = select(last.c.took).where(*valid).order_by(last.c.ended.desc()).limit(TYPICAL_JOBS)
        seconds = connection.execute(took).scalars().all()
    return round(median(map(float, seconds)) * 1000) if seconds else None
