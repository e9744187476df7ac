"""The statistics of a million jobs: what the database takes for them, once a minute for all viewers."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine

from jobs_app.jobs.insights import SCALES, InsightsView
from jobs_app.queries import InsightsReads, read_overview
from tests.benchmarks.many_jobs import many_jobs

SIZE = 1_000_000
WARM_UP, READS = 3, 40


def figures() -> Iterator[dict[str, Any]]:
    for database in ("SQLite", "PostgreSQL"):
        with many_jobs(database, SIZE) as engine:
            for name, read in reads(engine).items():
                value = round(milliseconds(read), 1)
                name = f"{name}, {SIZE:,} jobs, {database} (95th percentile)"
                yield {"name": name, "value": value, "unit": "ms", "target": "< 150"}


def reads(engine: Engine) -> dict[str, Callable[[], object]]:
    """What is read, by its name."""
    insights = InsightsReads(engine)
    ranges = {f"insights of {since}": partial(_read_insights, insights, InsightsView(since)) for since in SCALES}
    return {"overview": lambda: read_overview(engine, datetime.now(UTC)), **ranges}


def _read_insights(insights: InsightsReads, view: InsightsView) -> object:
    return insights.read(view, datetime.now(UTC))


def milliseconds(read: Callable[[], object]) -> float:
    """The 95th percentile of what a read takes."""
    times = list[float]()
    for _ in range(WARM_UP + READS):
        started = time.perf_counter()
        read()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.quantiles(times[WARM_UP:], n=20)[-1]
