"""The database cost of the groups of errors: 100,000 failed jobs in 500 groups, of 30 days or of one."""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, insert, text

from jobs_app.database.models import JOBS
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries.error_groups import read_error_groups
from tests.benchmarks.poll_reads import NOW, jobs

FAILED, GROUPS, TYPES, READS = 100_000, 500, 12, 20
VIEWS = {"all": "", "a type": "type=type-3", "a week": "since=7d"}


def figures() -> Iterator[dict[str, Any]]:
    """The median of reads that no other read shares; open pages cause one of them a minute."""
    for database in ("SQLite", "PostgreSQL"):
        for days in (30, 1):
            with jobs(database, 0, {}) as engine:
                add_failed(engine, days)
                for name, query in VIEWS.items():
                    yield {
                        "name": f"groups of {FAILED:,} failed jobs of {days} d, {GROUPS} groups, {database}: {name}",
                        "value": round(milliseconds(engine, query), 1),
                        "unit": "ms",
                        "target": "< 50",
                    }


def milliseconds(engine: Engine, query: str) -> float:
    view, times = JobFilter.from_query(query), list[float]()
    for _ in range(READS):
        started = time.perf_counter()
        read_error_groups(engine, view, NOW)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def add_failed(engine: Engine, days: int) -> None:
    """Half of the jobs fail for one of few reasons, as they do."""
    chance = random.Random(days)
    with engine.begin() as connection:
        for start in range(0, FAILED, 5_000):
            connection.execute(insert(JOBS), [_failed(start + number, days, chance) for number in range(5_000)])
    if engine.dialect.name == "postgresql":  # It does this by itself within a minute.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM"))


def _failed(number: int, days: int, chance: random.Random) -> dict[str, Any]:
    group = chance.randrange(20 if chance.random() < 0.5 else GROUPS)
    ended = NOW - timedelta(days=chance.random() * days)
    return {
        "id": f"{chance.getrandbits(128):032x}",
        "job_type": f"type-{group % TYPES if chance.random() < 0.999 else chance.randrange(TYPES)}",
        "status": "failed",
        "target": f"/data/customers/{number % 977}/folder-{number}",
        "created_at": ended - timedelta(minutes=9),
        "started_at": ended - timedelta(minutes=8),
        "completed_at": ended,
        "error_message": f"ValueError: row {number}: kind {group} cannot be read",
        "error_traceback": "Traceback (most recent call last):\n" + '  File "/app/jobs/load.py", line 3, in load\n' * 9,
        "error_fingerprint": f"v1-{group:016x}",
    }
