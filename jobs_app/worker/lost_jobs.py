"""Running jobs whose worker died: failed as "worker lost" when their heartbeat is too old."""

from datetime import datetime

from sqlalchemy import ColumnElement, Engine, case, func, literal, update

from jobs_app.database.models import JOBS
from jobs_app.database.timestamps import seconds_between, sortable
from jobs_app.jobs.error_fingerprint import error_fingerprint
from jobs_app.jobs.status import JobStatus

WORKER_LOST = "worker lost: no sign of life since "


def fail_lost_jobs(engine: Engine) -> int:
    """Fail the running jobs whose last heartbeat is older than their `lost_after_seconds`; returns how many.

    Both times are the database's own, so that a wrong clock on one host loses no job. Before the first heartbeat the
    start counts as one, else the last known time. A time that cannot be parsed fails no job.
    """
    now = func.current_timestamp()
    signs = (JOBS.c.heartbeat_at, JOBS.c.started_at, JOBS.c.updated_at, JOBS.c.created_at)
    silence = case(*((sign.is_not(None), seconds_between(sortable(sign), now)) for sign in signs))
    lost = (JOBS.c.status == JobStatus.RUNNING) & (silence > JOBS.c.lost_after_seconds)
    last = case(*((sign.is_not(None), _utc_text(engine, sign)) for sign in signs))
    why = literal(WORKER_LOST) + last
    failed = {"status": JobStatus.FAILED, "error_message": why, "completed_at": now, "updated_at": now}
    mark = {"error_fingerprint": error_fingerprint(f"{WORKER_LOST}2026-01-01 00:00:00 UTC")}
    with engine.begin() as connection:
        return connection.execute(update(JOBS).where(lost).values(**failed, **mark)).rowcount


def _utc_text(engine: Engine, moment: ColumnElement[datetime]) -> ColumnElement[str]:
    if engine.dialect.name == "sqlite":
        return func.datetime(sortable(moment)) + " UTC"
    return func.to_char(func.timezone("UTC", moment), 'YYYY-MM-DD HH24:MI:SS "UTC"')
