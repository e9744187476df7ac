"""The schema: jobs, and the lines they logged."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    func,
    literal_column,
    text,
)
from sqlmodel import Field, SQLModel

from jobs_app.database.timestamps import UtcTimestamp, first_known, seconds_between, sortable

TARGET_KEY = 200
"""Characters of a target by which it is sorted: PostgreSQL refuses index entries above 2,700 bytes."""


def _timestamp(default_now: bool = False) -> Column[datetime]:
    return Column(UtcTimestamp, server_default=text("CURRENT_TIMESTAMP") if default_now else None)


class Job(SQLModel, table=True):
    """One background job. Any program may write it; only `id`, `job_type` and `status` are required."""

    __tablename__ = "jobs"  # pyright: ignore[reportAssignmentType]

    id: str = Field(sa_column=Column(String(200), primary_key=True, nullable=False))
    job_type: str = Field(sa_column=Column(String(200), nullable=False))
    status: str = Field(sa_column=Column(String(50), nullable=False))
    target: str | None = Field(default=None, sa_column=Column(Text))
    priority: int | None = Field(default=None, sa_column=Column(Integer, server_default=text("0")))
    created_at: datetime | None = Field(default=None, sa_column=_timestamp(default_now=True))
    started_at: datetime | None = Field(default=None, sa_column=_timestamp())
    completed_at: datetime | None = Field(default=None, sa_column=_timestamp())
    progress_percent: float | None = Field(default=None, sa_column=Column(Float))
    processed_count: int | None = Field(default=None, sa_column=Column(BigInteger))
    total_count: int | None = Field(default=None, sa_column=Column(BigInteger))
    item_unit: str | None = Field(default=None, sa_column=Column(Text))
    error_message: str | None = Field(default=None, sa_column=Column(Text))
    error_traceback: str | None = Field(default=None, sa_column=Column(Text))
    summary_json: str | None = Field(default=None, sa_column=Column(Text))
    worker: str | None = Field(default=None, sa_column=Column(Text))
    attempt: int | None = Field(default=None, sa_column=Column(Integer, server_default=text("0")))
    heartbeat_at: datetime | None = Field(default=None, sa_column=_timestamp())
    updated_at: datetime | None = Field(default=None, sa_column=_timestamp(default_now=True))
    progressed_at: datetime | None = Field(default=None, sa_column=_timestamp())
    """When its count, its percentage or its log last advanced: maintained by triggers, for writers of any kind."""
    lost_after_seconds: int | None = Field(default=None, sa_column=Column(Integer))
    """The age of `heartbeat_at` after which the job counts as lost; null: its writer sends no heartbeats."""
    for_workers: int | None = Field(default=None, sa_column=Column(Integer))
    """1: created by `enqueue`, so that it must be in the queue while it is queued; null: its writer starts it."""
    error_fingerprint: str | None = Field(default=None, sa_column=Column(String(64)))
    """The same for jobs that failed for the same reason (jobs/error_fingerprint.py); a trigger keeps it to the present
    error of failed jobs."""


class JobLog(SQLModel, table=True):
    """A chunk of consecutive lines of a job's log: `line_count` of them from `first_line` on, separated by newlines."""

    __tablename__ = "job_log"  # pyright: ignore[reportAssignmentType]

    job_id: str = Field(
        sa_column=Column(String(200), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, nullable=False)
    )
    first_line: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False, nullable=False))
    line_count: int = Field(sa_column=Column(Integer, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))


JOBS = SQLModel.metadata.tables["jobs"]
JOB_LOG = SQLModel.metadata.tables["job_log"]

CREATED: ColumnElement[str] = sortable(JOBS.c.created_at)
STARTED: ColumnElement[str] = sortable(JOBS.c.started_at)
COMPLETED: ColumnElement[str] = sortable(JOBS.c.completed_at)
ENDED: ColumnElement[str] = first_known(COMPLETED, CREATED)
"""The time by which an ended job belongs to a time range: its end, or its creation where that is unknown."""
TARGET: ColumnElement[str] = func.substr(func.coalesce(JOBS.c.target, text("''")), text("1"), text(str(TARGET_KEY)))
TOOK: ColumnElement[float] = func.coalesce(seconds_between(STARTED, COMPLETED), text("-1.0"))
"""Seconds from start to end; -1 without either."""
WAITED: ColumnElement[float] = seconds_between(CREATED, STARTED)
"""Seconds from creation to start; null without either."""
PROGRESS: ColumnElement[float] = literal_column(
    """(CASE
    WHEN progress_percent BETWEEN 0 AND 100 THEN progress_percent
    WHEN progress_percent BETWEEN 100 AND 1e300 THEN 100.0
    WHEN progress_percent BETWEEN -1e300 AND 0 THEN 0.0
    WHEN total_count BETWEEN 1 AND 1e300 AND processed_count BETWEEN 0 AND total_count
    THEN 100.0 * processed_count / total_count
    WHEN total_count BETWEEN 1 AND 1e300 AND processed_count BETWEEN total_count AND 1e300 THEN 100.0
    WHEN total_count BETWEEN 1 AND 1e300 AND processed_count BETWEEN -1e300 AND 0 THEN 0.0
    ELSE -1.0 END)""",
    Float,
)
"""Percent from 0 to 100: as stored, else from the counts; -1 without either."""

BY_STATUS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "created": (CREATED,),
    "started": (STARTED,),
    "completed": (COMPLETED,),
    "took": (TOOK,),
    "target": (TARGET,),
    "progress": (PROGRESS,),
    "type": (JOBS.c.job_type, CREATED),
}
"""The sort keys for which an index holds the jobs of one status in order."""

Index("ix_jobs_created", CREATED, JOBS.c.id)
for _name, _keys in BY_STATUS.items():
    Index(f"ix_jobs_status_{_name}", JOBS.c.status, *_keys, JOBS.c.id)
Index("ix_jobs_status_ended", JOBS.c.status, ENDED, JOBS.c.id)
Index("ix_jobs_type_ended", JOBS.c.status, JOBS.c.job_type, ENDED)
Index("ix_jobs_alike", JOBS.c.status, JOBS.c.job_type, TARGET, COMPLETED)
"""Jobs of one type and target, in order of their ends: how long they usually take."""
Index(
    "ix_jobs_error",
    JOBS.c.error_fingerprint,
    JOBS.c.job_type,
    ENDED,
    sqlite_where=JOBS.c.error_fingerprint.is_not(None),
    postgresql_where=JOBS.c.error_fingerprint.is_not(None),
    postgresql_include=["completed_at", "created_at"],
)
"""Failed jobs in groups. The included columns make index-only scans possible: PostgreSQL does not see that it needs
only the expression of them."""
WITHOUT_FINGERPRINT = JOBS.c.error_fingerprint.is_(None) & (JOBS.c.status == literal_column("'failed'"))
"""The failed jobs whose error was written by another program, and has no fingerprint yet."""
Index(
    "ix_jobs_error_new",
    JOBS.c.error_fingerprint,
    JOBS.c.status,
    ENDED,
    sqlite_where=WITHOUT_FINGERPRINT,
    postgresql_where=WITHOUT_FINGERPRINT,
)
