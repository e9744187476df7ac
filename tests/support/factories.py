"""Factories of jobs in each status."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Engine, delete, insert, update

from jobs_app.database.models import JOB_LOG, JOBS

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
"""The current time of these jobs."""
_numbers = count(1)


class JobFactory:
    """Writes jobs into a database.

    Each method adds one job in a status and returns its id; arguments override its columns. Jobs are created one
    minute after each other, the last one at `now`, unless `created_at` is given.
    """

    def __init__(self, engine: Engine, now: datetime = NOON) -> None:
        self.engine, self.now = engine, now

    def queued(self, **facts: Any) -> str:
        return self.add(status="queued", **facts)

    def running(self, **facts: Any) -> str:
        return self.add(**{"status": "running", "started_at": self.now - timedelta(minutes=1)} | facts)

    def completed(self, **facts: Any) -> str:
        return self.add(**self._ended("completed") | {"progress_percent": 100.0} | facts)

    def failed(self, **facts: Any) -> str:
        return self.add(**self._ended("failed") | {"error_message": "it broke"} | facts)

    def cancelled(self, **facts: Any) -> str:
        return self.add(**self._ended("cancelled") | facts)

    def add(self, **facts: Any) -> str:
        """One job with exactly these columns."""
        return self.add_all([facts])[0]

    def add_all(self, many: Iterable[dict[str, Any]]) -> list[str]:
        """One job for each set of columns, in one statement; returns their ids."""
        rows = [self._complete(facts) for facts in many]
        with self.engine.begin() as connection:
            connection.execute(insert(JOBS), rows)
        return [row["id"] for row in rows]

    def change(self, job_id: str, **facts: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(**facts))

    def delete_all(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(JOBS))

    def log(self, job_id: str, *lines: str, first: int = 1) -> None:
        """Log lines of a job, in one chunk."""
        self.log_chunks(job_id, [lines], first)

    def log_chunks(self, job_id: str, chunks: Iterable[Sequence[str]], first: int = 1) -> None:
        """Log lines of a job, in several chunks that are written at once."""
        rows = list[dict[str, Any]]()
        for lines in chunks:
            rows.append({"job_id": job_id, "first_line": first, "line_count": len(lines), "text": "\n".join(lines)})
            first += len(lines)
        with self.engine.begin() as connection:
            connection.execute(insert(JOB_LOG), rows)

    def _ended(self, status: str) -> dict[str, Any]:
        started = self.now - timedelta(minutes=30)
        return {"status": status, "started_at": started, "completed_at": started + timedelta(seconds=90)}

    def _complete(self, facts: dict[str, Any]) -> dict[str, Any]:
        given = {"id": f"job-{next(_numbers):06}", "job_type": "scan", "created_at": self.now, "updated_at": self.now}
        row = dict.fromkeys(JOBS.c.keys()) | {"priority": 0, "attempt": 0} | given | facts
        return row | {"target": row["target"] or f"/data/{row['id']}"}
