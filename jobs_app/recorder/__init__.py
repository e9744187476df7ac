"""Recording a job from Python.

    with record_job("import", target="/data/a.csv", total=100, unit="rows") as job:
        for row in rows:
            job.log("read %s", row.name)
            job.advance()
        job.summary = {"rows": 100}

Calls are gathered in memory and written about twice a second by a thread of their own. A database that is
away delays the record, never the job.
"""

import os
import socket
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine

from jobs_app.database import shared_database
from jobs_app.recorder.flusher import INTERVAL
from jobs_app.recorder.job import RecordedJob
from jobs_app.recorder.outcome import JobError, Stopped
from jobs_app.recorder.values import text
from jobs_app.recorder.writer import MAX_NAME, JobFacts, JobWriter
from jobs_app.settings import load_settings

__all__ = ["LOST_AFTER", "JobError", "RecordedJob", "Stopped", "record_job", "worker_name"]

LOST_AFTER = 45
"""Seconds without a sign of life after which a running job counts as lost."""


def record_job(
    job_type: str,
    *,
    target: str | os.PathLike[str] | None = None,
    total: int | None = None,
    unit: str | None = None,
    id: str | uuid.UUID | None = None,
    database_url: str | None = None,
    engine: Engine | None = None,
    attempt: int | None = None,
    lost_after: int = LOST_AFTER,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    flush_interval: float = INTERVAL,
) -> RecordedJob:
    """A context manager in which one job runs and is recorded.

    Leaving the block completes the job; an exception fails it and goes on. Without `engine` and
    `database_url` the configured database is used. `id` is a new one unless given; a row that has it
    already, queued or from an earlier attempt, is taken over. `attempt` says that it is claimed already.
    Times are in seconds. Raises ValueError for an id that is empty or too long and for a total that is no number,
    and SettingsError.
    """
    job_id = str(uuid.uuid4() if id is None else id)
    if not 0 < len(job_id) <= MAX_NAME:
        raise ValueError(f"a job's id has 1 to {MAX_NAME} characters, not {len(job_id)}")
    if engine is None:
        engine = shared_database(database_url or load_settings().database_url)
    facts = JobFacts(job_id, str(job_type), text(target), clock(), worker_name(), lost_after, attempt)
    return RecordedJob(job_id, JobWriter(engine, facts, clock), clock, flush_interval, total, unit)


def worker_name() -> str:
    """This process, as the `worker` column names it."""
    return f"{socket.gethostname()}:{os.getpid()}"
