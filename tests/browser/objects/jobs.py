"""Jobs written by another program: plain SQL on the same database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, delete, text, update

from jobs_app.database.models import JOBS

DEFAULTS: dict[str, Any] = dict.fromkeys(JOBS.c.keys()) | {"job_type": "scan", "status": "completed"}


class Jobs:
    """The jobs table of one test."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add(self, number: int = 1, **facts: Any) -> list[str]:
        """Insert jobs a minute apart, the first one newest; returns their ids in that order."""
        newest = facts.pop("created_at", None) or datetime.now(UTC) - timedelta(seconds=5)
        rows = [self._row(newest - timedelta(minutes=index), index, facts) for index in range(number)]
        with self.engine.begin() as connection:
            connection.execute(JOBS.insert(), rows)
        return [row["id"] for row in rows]

    def change(self, *ids: str, **facts: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(update(JOBS).where(JOBS.c.id.in_(ids)).values(**facts))

    def remove(self, *ids: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(JOBS).where(JOBS.c.id.in_(ids)))

    def sql(self, statement: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def value(self, query: str) -> Any:
        """The first column of a query's first row."""
        with self.engine.connect() as connection:
            return connection.execute(text(query)).scalar()

    @contextmanager
    def file_away(self) -> Iterator[None]:
        """The SQLite file moved away during the block."""
        self.engine.dispose()
        database = Path(self.engine.url.database or "")
        away = database.with_suffix(".away")
        database.rename(away)
        yield
        away.rename(database)

    @staticmethod
    def _row(created: datetime, index: int, facts: Mapping[str, Any]) -> dict[str, Any]:
        row = {**DEFAULTS, "id": str(uuid4()), "target": f"/data/folder-{index}", "created_at": created, **facts}
        if row["status"] != "queued":
            row["started_at"] = row["started_at"] or created + timedelta(seconds=1)
        if row["status"] == "running":
            # Ahead, so that it needs no attention however long a test takes.
            for sign in ("heartbeat_at", "progressed_at"):
                row[sign] = row[sign] or datetime.now(UTC) + timedelta(hours=1)
        if row["status"] in ("completed", "failed", "cancelled"):
            row["completed_at"] = row["completed_at"] or created + timedelta(seconds=30)
        return row


def some_id(number: int) -> str:
    return str(UUID(int=number))
