"""Recording a job from Python.

    with record_job("import", target="/data/a.csv", total=100, unit="rows") as job:
        for row in rows:
            job.log("read %s", row.name)
            job.advance()
        job.summary = {"rows": 100}

Calls are buffered in memory and written about twice a second by a thread of their own. A database that is
unreachable delays the record, never the job.
"""

import os
import socket
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine

from jobs_app.database import shared_database
from jobs_app.recorder.flusher import FLUSH_INTERVAL_SECONDS
from jobs_app.recorder.job import RecordedJob
from jobs_app.recorder.outcome import JobError, Stopped
from jobs_app.recorder.values import text
from jobs_app.recorder.writer import MAX_NAME_CHARACTERS, JobStart, JobWriter
from jobs_app.settings import load_settings

__all__ = ["LOST_AFTER_SECONDS", "JobError", "RecordedJob", "Stopped", "record_job", "worker_name"]

LOST_AFTER_SECONDS = 45
"""Without a heartbeat for so long a running job counts as lost."""


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
    lost_after: int = LOST_AFTER_SECONDS,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    flush_interval: float = FLUSH_INTERVAL_SECONDS,
) -> RecordedJob:
    """A context manager in which one job runs and is recorded.

    Leaving the block completes the job; an exception fails it and goes on. Without `engine` and
    `database_url` the configured database is used. `id` is a new one unless given; a row that has it
    already, queued or from an earlier attempt, is taken over. `attempt`: the row is claimed already, as this attempt.
    Times are in seconds. Raises ValueError for an id that is empty or too long and for a total that is no number,
    and SettingsError.
    """
    job_id = str(uuid.uuid4() if id is None else id)
    if not 0 < len(job_id) <= MAX_NAME_CHARACTERS:
        raise ValueError(f"a job's id has 1 to {MAX_NAME_CHARACTERS} characters, not {len(job_id)}")
    if engine is None:
        engine = shared_database(database_url or load_settings().database_url)
    start = JobStart(job_id, str(job_type), text(target), clock(), worker_name(), lost_after, attempt)
    return RecordedJob(job_id, JobWriter(engine, start, clock), clock, flush_interval, total, unit)


def worker_name() -> str:
    """This process, as the `worker` column names it."""
    return f"{socket.gethostname()}:{os.getpid()}"
