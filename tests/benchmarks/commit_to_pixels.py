"""Latency from a commit in the database to the changed row on screen, at random moments."""

import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.dashboard import browser, dashboard
from tests.support.waiting import wait_for

CHANGES = 40
STORY = ("running", "completed")
"""The statuses that half as many queued jobs take, one change after the other."""


def figures() -> Iterator[dict[str, Any]]:
    for interval in (2, 5):
        delays = _delays(interval)
        late = statistics.median(delays) - interval / 2
        name = f"commit to pixels, {CHANGES} changes at random moments, interval {interval} s"
        yield {"name": f"{name}: slowest", "value": round(max(delays), 2), "unit": "s", "target": f"< {interval + 1}"}
        yield {
            "name": f"{name}: median beyond half the interval",
            "value": round(late, 2),
            "unit": "s",
            "target": "< 0.3",
        }


def _delays(interval: int) -> list[float]:
    delays = list[float]()
    with dashboard(poll_interval_seconds=interval) as (server, jobs), browser() as chromium:
        ids = jobs.add(50, status="queued")
        tab = chromium.open(f"{server.url}/jobs")
        tab.state("live")
        for change, moment in enumerate(_moments(interval)):
            at = time.monotonic() + moment
            wait_for(lambda at=at: time.monotonic() >= at)
            job, status = ids[change // len(STORY)], STORY[change % len(STORY)]
            jobs.change(job, status=status)
            committed = time.monotonic()
            shown = f"document.querySelector('[data-job-id=\"{job}\"]')?.dataset.status === '{status}'"
            wait_for(lambda shown=shown: tab.js(shown), "the change")
            delays.append(time.monotonic() - committed)
    return delays


def _moments(interval: int) -> list[float]:
    """Stratified random moments of an interval: forty independent ones usually miss its middle by 0.4 s."""
    chance = random.Random(7)
    moments = [(part + chance.random()) * interval / CHANGES for part in range(CHANGES)]
    chance.shuffle(moments)
    return moments
