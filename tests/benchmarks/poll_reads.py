"""The database cost of one poll: a page and its counts, for 1,000 and for 100,000 jobs."""

import random
import statistics
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, text

from jobs_app.database.models import JOBS
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import JobListSnapshot
from jobs_app.queries import read_job_list
from tests.benchmarks.databases import empty_database

SIZES = (1_000, 100_000)
WARM_UP, READS, FEWER_READS = 20, 200, 40
FEWEST_READS = 10
TARGETS = {
    ("usual", "view"): "< 10",
    ("even", "view"): "none: sorts 20,000 running",
    ("usual", "search"): "none: reads all",
    ("even", "search"): "none: reads all",
}
"""The target of the slowest view in ms. Searches read all jobs; sorting by duration reads all running ones."""
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
USUAL = {"completed": 9_500, "failed": 350, "cancelled": 100, "queued": 40, "running": 10}
EVEN = dict.fromkeys(USUAL, 1)
VIEWS = {
    "by activity": "",
    "newest first": "sort=-created",
    "statuses": "status=failed,running",
    "statuses by target": "status=failed,running&sort=target",
    "a status by start": "status=completed&sort=-started",
    "a rare status by end": "status=cancelled&sort=-completed",
    "types": "type=type-1,type-2",
    "a type and a status": "type=type-3&status=failed",
    "last day": "since=24h",
    "by start": "sort=-started",
    "by end": "sort=-completed",
    "by duration": "sort=-duration",
    "by status": "sort=status",
    "by type": "sort=type",
    "by target": "sort=target",
    "by progress": "sort=-progress",
    "unknown": "status=unknown",
    "search, many found": "q=folder",
    "search, nothing found": "q=nowhere",
    "search, words and a field": "q=folder+type:type-1+customers",
    "search, duration": "q=duration:%3E2h",
}


def figures() -> Iterator[dict[str, Any]]:
    """The default view and the slowest one against their limits, with typical and with evenly distributed statuses."""
    for database in ("SQLite", "PostgreSQL"):
        for spread, weights in (("usual", USUAL), ("even", EVEN)):
            measured: list[tuple[float, float]] = []
            for size in SIZES:
                with jobs(database, size, weights) as engine:
                    slow, median = milliseconds(engine, "")
                    views = {} if size < SIZES[-1] else all_views(engine)
                measured.append((slow, median))
                name = f"one poll's reads, {size:,} jobs, {spread} statuses, {database} (95th percentile)"
                yield {"name": name, "value": round(slow, 2), "unit": "ms", "target": "< 10"}
                for kind, slowest in slowest_views(views):
                    name = f"slowest {kind}, {size:,} jobs, {spread} statuses, {database}: {slowest}"
                    yield {
                        "name": name,
                        "value": round(views[slowest], 2),
                        "unit": "ms",
                        "target": TARGETS[spread, kind],
                    }
            for index, what in enumerate(("95th percentile", "median")):
                name = f"growth of the {what} from {SIZES[0]:,} to {SIZES[1]:,} jobs, {spread} statuses, {database}"
                growth = measured[1][index] / measured[0][index]
                yield {"name": name, "value": round(growth, 2), "unit": "times", "target": "< 2"}


def all_views(engine: Engine) -> dict[str, float]:
    """The 95th percentile of each view's polls, by the view's name."""
    reads = {name: FEWEST_READS if name.startswith("search") else FEWER_READS for name in VIEWS}
    return {name: milliseconds(engine, query, reads[name])[0] for name, query in VIEWS.items()}


def slowest_views(views: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """The name of the slowest view, and of the slowest search."""
    for kind in ("view", "search") if views else ():
        names = (name for name in views if name.startswith("search") == (kind == "search"))
        yield kind, max(names, key=views.__getitem__)


def milliseconds(engine: Engine, query: str, reads: int = READS) -> tuple[float, float]:
    """Read time of a view's polls in ms: 95th percentile and median."""
    view, times = JobFilter.from_query(query), list[float]()
    page: JobListSnapshot | None = None
    for _ in range(min(WARM_UP, reads) + reads):
        started = time.perf_counter()
        page = read_job_list(engine, view, NOW, page and page.facets)
        times.append(1000 * (time.perf_counter() - started))
    measured = times[-reads:]
    return statistics.quantiles(measured, n=20)[-1], statistics.median(measured)


@contextmanager
def jobs(database: str, size: int, weights: dict[str, int]) -> Generator[Engine]:
    """A database of so many jobs, with statuses distributed by weights."""
    with empty_database(database) as engine:
        chance = random.Random(size)
        with engine.begin() as connection:
            for start in range(0, size, 5_000):
                rows = [_job(index, chance, weights) for index in range(start, min(start + 5_000, size))]
                connection.execute(insert(JOBS), rows)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if database == "PostgreSQL":  # It does this by itself within a minute.
                connection.execute(text("CHECKPOINT"))
                connection.execute(text("VACUUM"))
        yield engine


def _job(index: int, chance: random.Random, weights: dict[str, int]) -> dict[str, Any]:
    status = chance.choices(list(weights), list(weights.values()))[0]
    created = NOW - timedelta(seconds=chance.randrange(60 * 86_400))
    started = None if status == "queued" else created + timedelta(seconds=chance.randrange(60))
    ended = started + timedelta(seconds=chance.randrange(9_000)) if started and status != "running" else None
    return {
        "id": f"{chance.getrandbits(128):032x}",
        "job_type": f"type-{chance.randrange(12)}",
        "status": status,
        "target": f"/data/customers/{index % 977}/folder-{index}",
        "created_at": created,
        "started_at": started,
        "completed_at": ended,
        "progress_percent": 100.0 if status == "completed" else chance.random() * 100,
        "processed_count": index,
        "total_count": index + 7,
        "item_unit": "files",
        "worker": f"worker-{index % 7}.eu-west",
        "error_message": "OSError: no space left on device" if status == "failed" else None,
    }
