"""Who runs a job: jobs are created for the workers and claimed by one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, insert, select, update

from jobs_app.database.models import CREATED, JOBS
from jobs_app.database.timestamps import seconds_between
from jobs_app.jobs.error_fingerprint import error_fingerprint
from jobs_app.jobs.status import JobStatus


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that this process, and no other, must run."""

    id: str
    job_type: str
    target: str | None
    attempt: int


def create_queued_job(
    engine: Engine, job_id: str, job_type: str, target: str | None = None, *, priority: int = 0, now: datetime
) -> None:
    """Add a queued job for the workers; a higher priority runs earlier."""
    values = {"id": job_id, "job_type": job_type, "target": target, "priority": priority, "for_workers": 1}
    with engine.begin() as connection:
        connection.execute(insert(JOBS).values(**values, status=JobStatus.QUEUED, created_at=now, updated_at=now))


def queued_jobs(engine: Engine, *, older_than: float, limit: int) -> dict[str, int]:
    """Ids and priorities of the jobs queued for the workers for more than so many seconds, oldest first.

    A job whose time of creation cannot be parsed is one of them: it must not wait for ever.
    """
    age = func.coalesce(seconds_between(CREATED, func.current_timestamp()), older_than + 1)
    waiting = (JOBS.c.status == JobStatus.QUEUED) & (JOBS.c.for_workers == 1) & (age > older_than)
    statement = select(JOBS.c.id, func.coalesce(JOBS.c.priority, 0)).where(waiting).order_by(CREATED).limit(limit)
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(statement)}


def claim_job(engine: Engine, job_id: str, *, worker: str, lost_after: int, now: datetime) -> ClaimedJob | None:
    """Claim a queued job to run it; None if it is no longer queued: cancelled, deleted or claimed before."""
    claim = (
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.status == JobStatus.QUEUED)
        .values(
            status=JobStatus.RUNNING,
            started_at=now,
            updated_at=now,
            heartbeat_at=func.current_timestamp(),
            lost_after_seconds=lost_after,
            worker=worker,
            attempt=func.coalesce(JOBS.c.attempt, 0) + 1,
        )
        .returning(JOBS.c.id, JOBS.c.job_type, JOBS.c.target, JOBS.c.attempt)
    )
    with engine.begin() as connection:
        row = connection.execute(claim).one_or_none()
    return None if row is None else ClaimedJob(*row)


def fail_queued_job(engine: Engine, job_id: str, message: str, *, now: datetime) -> int:
    """Fail a job that cannot even start; returns how many jobs that was, 0 or 1."""
    failed = {"status": JobStatus.FAILED, "error_message": message, "completed_at": now, "updated_at": now}
    with engine.begin() as connection:
        queued = (JOBS.c.id == job_id) & (JOBS.c.status == JobStatus.QUEUED)
        return connection.execute(
            update(JOBS).where(queued).values(**failed, error_fingerprint=error_fingerprint(message))
        ).rowcount
