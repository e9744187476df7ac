"""Runs one queued job, from its message in the queue to its end in the jobs table."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobs_app.database.errors import reason_of
from jobs_app.database.failure_log import FailureLog
from jobs_app.jobs.text import first_line
from jobs_app.recorder import JobError, record_job, worker_name
from jobs_app.recorder.outcome import outcome_of
from jobs_app.worker.claims import ClaimedJob, claim_job
from jobs_app.worker.job_function import run_job_function
from jobs_app.worker.registry import find_job_type, job_types
from jobs_app.worker.stop import StopSignal

CLAIM_RETRY_SECONDS = 1.0
"""Between two tries to claim a job while the database is unreachable."""

logger = logging.getLogger("jobs_app.worker")


def run_job(job_id: str, *, engine: Engine, stop: StopSignal, lost_after: int, wait: Callable[[float], bool]) -> bool:
    """Run a job until it ends; False if its message must go back to the queue because the worker stops.

    `wait` waits so many seconds and says whether the worker stops.
    """
    claimed, stopped = _claim(job_id, engine, stop, lost_after, wait)
    if stopped:
        return False
    if claimed:
        _run(claimed, engine, stop, lost_after)
    return True


def _claim(
    job_id: str, engine: Engine, stop: StopSignal, lost_after: int, wait: Callable[[float], bool]
) -> tuple[ClaimedJob | None, bool]:
    """The job, or None if it is no longer queued, and whether the worker stops before that is known."""
    outage = FailureLog(logger)
    while not stop.reason:
        try:
            return claim_job(engine, job_id, worker=worker_name(), lost_after=lost_after, now=datetime.now(UTC)), False
        except SQLAlchemyError as error:
            outage.failed("job %s has to wait, the database is unreachable: %s", job_id, reason_of(error))
            if wait(CLAIM_RETRY_SECONDS):
                break
    return None, True


def _run(claimed: ClaimedJob, engine: Engine, stop: StopSignal, lost_after: int) -> None:
    started = time.monotonic()
    outcome = outcome_of(None)
    record = record_job(claimed.job_type, id=claimed.id, engine=engine, attempt=claimed.attempt, lost_after=lost_after)
    try:
        with record as job, stop.interruptible():
            function = find_job_type(claimed.job_type)
            if function is None:
                known = ", ".join(job_types())
                raise JobError(f"this worker does not know the job type {claimed.job_type!r}, only {known}")
            job.summary = run_job_function(function, job, claimed.target or "")
    except BaseException as error:
        outcome = outcome_of(error)
    why = f" ({first_line(outcome.error_message, 200)})" if outcome.error_message else ""
    seconds = time.monotonic() - started
    logger.info("%s %s %s%s after %.1f s", claimed.job_type, claimed.id, outcome.status, why, seconds)
