"""Writes a job's row and log lines, in one transaction each time."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, case, delete, func, insert, literal, select, update

from jobs_app.database.models import JOB_LOG, JOBS
from jobs_app.jobs.error_fingerprint import error_fingerprint
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.text import storable
from jobs_app.recorder.log_buffer import Batch, rows, with_stamps

MAX_COUNT = 2**63 - 1
MAX_NAME_CHARACTERS = 200
"""The limits of the table's columns."""
KEPT_WHEN_CANCELLED = ("status", "completed_at", "error_message", "error_traceback", "error_fingerprint")


class JobGone(Exception):
    """The job's row was deleted, or the job was started again by another program."""


@dataclass(frozen=True, slots=True)
class JobStart:
    """What is known when a job starts. `attempt` is set when its row is claimed already."""

    id: str
    job_type: str
    target: str | None
    started_at: datetime
    worker: str
    lost_after: int
    attempt: int | None = None


@dataclass(frozen=True, slots=True)
class JobState:
    """The columns of a running job at one moment."""

    status: str = JobStatus.RUNNING
    completed_at: datetime | None = None
    error_message: str | None = None
    error_traceback: str | None = None
    progress_percent: float | None = None
    processed_count: int | None = None
    total_count: int | None = None
    item_unit: str | None = None
    summary_json: str | None = None


class JobWriter:
    """Writes a job's row, and remembers how far its log is stored. For one thread.

    After an error it is unknown whether the transaction was committed: the next one replaces its lines.
    """

    def __init__(self, engine: Engine, start: JobStart, clock: Callable[[], datetime]) -> None:
        self._engine, self._start, self._clock = engine, start, clock
        self._attempt = start.attempt
        self._next_line = 0
        self._unsure = False

    def write(self, state: JobState, batch: Batch) -> None:
        """Store the state, the lines and a heartbeat, all or nothing.

        Raises JobGone when there is no row to write to, and what the database raises.
        """
        next_line, attempt = self._next_line, self._attempt
        try:
            with self._engine.begin() as connection:
                attempt = attempt or self._begin(connection, state)
                self._update(connection, state, attempt)
                if batch.lines or batch.dropped:
                    next_line = self._append(connection, batch)
        except BaseException:
            self._unsure = True
            raise
        self._next_line, self._attempt, self._unsure = next_line, attempt, False

    def _begin(self, connection: Connection, state: JobState) -> int:
        """Create the job's row, or take over an existing one; returns the number of this attempt."""
        start = self._start
        values: dict[str, Any] = {
            "job_type": storable(start.job_type)[:MAX_NAME_CHARACTERS],
            "started_at": start.started_at,
            "worker": storable(start.worker),
            "lost_after_seconds": start.lost_after,
        }
        again = update(JOBS).where(JOBS.c.id == start.id).returning(JOBS.c.attempt)
        attempt = func.coalesce(JOBS.c.attempt, 0) + 1
        found = connection.execute(again.values(**values, **_target(start), attempt=attempt)).scalar()
        if found is None:
            created = {"id": start.id, "status": state.status, "created_at": start.started_at, "attempt": 1}
            connection.execute(insert(JOBS).values(**values, **_target(start), **created))
        return found or 1

    def _update(self, connection: Connection, state: JobState, attempt: int) -> None:
        values = {name: _storable_value(value) for name, value in asdict(state).items()}
        has_failed = state.status == JobStatus.FAILED
        error = (values["error_message"], values["error_traceback"])
        values["error_fingerprint"] = error_fingerprint(*error) if has_failed else None
        cancelled = JOBS.c.status == JobStatus.CANCELLED
        kept = {
            name: case((cancelled, JOBS.c[name]), else_=literal(values.pop(name), JOBS.c[name].type))
            for name in KEPT_WHEN_CANCELLED
        }
        signs = {"heartbeat_at": func.current_timestamp(), "updated_at": self._clock()}
        mine = (JOBS.c.id == self._start.id) & (JOBS.c.attempt == attempt)
        if not connection.execute(update(JOBS).where(mine).values(**values, **kept, **signs)).rowcount:
            raise JobGone

    def _append(self, connection: Connection, batch: Batch) -> int:
        """Store lines after the last one stored; returns the number of the next."""
        job_id = self._start.id
        if not self._next_line:
            after_last = func.max(JOB_LOG.c.first_line + JOB_LOG.c.line_count)
            self._next_line = connection.execute(select(after_last).where(JOB_LOG.c.job_id == job_id)).scalar() or 1
        number = self._next_line
        if self._unsure:
            connection.execute(delete(JOB_LOG).where(JOB_LOG.c.job_id == job_id, JOB_LOG.c.first_line >= number))
        portions: list[dict[str, Any]] = []
        for lines in rows(_with_note_of_loss(batch, self._clock())):
            text = storable("\n".join(lines))
            portions.append({"job_id": job_id, "first_line": number, "line_count": len(lines), "text": text})
            number += len(lines)
        connection.execute(insert(JOB_LOG), portions)
        return number


def _target(start: JobStart) -> dict[str, str]:
    return {} if start.target is None else {"target": storable(start.target)}


def _storable_value(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    return min(max(value, 0), MAX_COUNT) if isinstance(value, int) else value


def _with_note_of_loss(batch: Batch, now: datetime) -> list[str]:
    if not batch.dropped:
        return batch.lines
    return (
        with_stamps(f"… {batch.dropped} lines lost: the database was unreachable for too long", "WARNING", now)
        + batch.lines
    )
