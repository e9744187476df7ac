"""One client sends as much as it can: others are still served, and the log stays short."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.refresh import Refresh
from jobs_app.server.event_filter import EVENT
from tests.browser.faults.report import record
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server
from tests.browser.security.raw_client import event, raw_client

Serve = Callable[..., Server]
REFRESH = f"{Refresh.get_full_name()}.refresh"
FIND = f"{ListFilters.get_full_name()}.find"
FLOODS = {"refreshes": event(REFRESH, {}), "searches": event(FIND, {"text": "NUMBER"})}
MANY_JOBS = """INSERT INTO jobs (id, job_type, status, target)
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000)
SELECT printf('job-%07d', n), 'scan', 'completed', '/data/' || n FROM number"""
BLOCKS, TRIPS, BETWEEN = 10, 35, 0.1
MOST_LOGGED = 20_000
"""Bytes of the log that floods may cause while this test lasts."""


@contextmanager
def flooded(server: Server, event: dict[str, Any]) -> Iterator[None]:
    """A separate process floods the server with a message that every page may send."""
    frame = EVENT + json.dumps(["event", event])
    command = [sys.executable, "-m", "tests.browser.endurance.flood", server.url.replace("http", "ws"), frame]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"flooding\n"
        yield
        assert process.poll() is None, "the flood ended early"
        process.kill()


def round_trips(server: Server) -> list[float]:
    """Seconds from a viewer's Refresh to the update on its page, including the database; no more often than people
    click.
    """
    times = []
    with raw_client(server, watching=True) as viewer:
        for _ in range(TRIPS):
            started = time.perf_counter()
            viewer.event(REFRESH, {})
            viewer.hear('"at_rx_state_"')
            times.append(time.perf_counter() - started)
            list(viewer.messages(BETWEEN))
    return times


def calm_and_flooded(server: Server, event: dict[str, Any]) -> tuple[float, float]:
    """Median milliseconds of a viewer's refresh, in alternating calm and flooded blocks."""
    calm, during = [], []
    for _ in range(BLOCKS):
        calm += round_trips(server)
        with flooded(server, event):
            during += round_trips(server)
    return statistics.median(calm) * 1000, statistics.median(during) * 1000


@pytest.mark.parametrize("kind", FLOODS)
def test_flood_of_events_does_not_slow_other_viewers(serve: Serve, jobs: Jobs, kind: str) -> None:
    """`round_trips` fails if an answer does not arrive; its duration is a figure."""
    jobs.sql(MANY_JOBS)
    server = serve(poll_interval_seconds=60)
    round_trips(server)
    before, now = calm_and_flooded(server, FLOODS[kind])
    assert server.log.stat().st_size < MOST_LOGGED, server.output()
    record(f"a viewer's refresh while others flood with {kind}", ms=round(before, 1), ms_during_a_flood=round(now, 1))
