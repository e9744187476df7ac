"""Outages of five minutes of real time: few attempts meanwhile, and pages that recover by themselves."""

import time
from collections.abc import Callable

import pytest

from jobs_app.database import open_database
from jobs_app.database.migrations import upgrade
from tests.browser.faults.fault_probe import FaultProbe
from tests.browser.faults.report import record
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.services import postgres_cluster
from tests.support.waiting import wait_for

OUTAGE_SECONDS, INTERVAL = 300, 5
LONGEST_DELAY_SECONDS = 120
MOST_ATTEMPTS = 12
"""Delays of the contract's schedule in five minutes: 5, 5, 5, 10, 20, 40, 80, 120 s."""

pytestmark = pytest.mark.timeout(900)
Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]


def is_over(page: Screen) -> None:
    """Let the outage last, while the page is still sampled."""
    until = time.monotonic() + OUTAGE_SECONDS
    while time.monotonic() < until:
        page.page.wait_for_timeout(1000)


def comes_back(probe: FaultProbe, page: Screen) -> None:
    """At its next attempt, which may be two minutes away."""
    wait_for(lambda: page.fact("state") == "live", "a page that comes back", seconds=LONGEST_DELAY_SECONDS + 60)
    probe.recovered()


@pytest.mark.requirement("EC-4", "SC-004")
def test_backend_down_for_five_minutes_page_recovers(serve: Serve, open_page: OpenPage, jobs: Jobs) -> None:
    jobs.add(10, status="running")
    server = serve(poll_interval_seconds=INTERVAL)
    page = open_page(f"{server.url}/jobs").ready()
    probe = FaultProbe(page, "backend killed with SIGKILL, down for five minutes of real time", interval=INTERVAL)
    attempts: list[str] = []
    page.page.on("websocket", lambda socket: attempts.append(socket.url))
    probe.begins()
    server.kill()
    probe.noticed("offline")
    is_over(page)
    record("connection attempts of a tab in five real minutes without a backend", attempts=len(attempts))
    assert 3 <= len(attempts) <= MOST_ATTEMPTS
    server.start()
    probe.ends()
    comes_back(probe, page)
    assert probe.passed(10) >= {"live", "offline"}


@pytest.mark.requirement("EC-1", "SC-004")
def test_database_down_for_five_minutes_page_recovers(serve: Serve, open_page: OpenPage) -> None:
    with postgres_cluster() as cluster:
        upgrade(cluster.url)
        engine = open_database(cluster.url)
        Jobs(engine).add(10, status="running")
        engine.dispose()
        server = serve(database_url=cluster.url, poll_interval_seconds=INTERVAL)
        page = open_page(f"{server.url}/jobs").ready()
        probe = FaultProbe(page, "PostgreSQL stopped for five minutes of real time", interval=INTERVAL)
        probe.begins()
        cluster.stop()
        probe.noticed("retrying")
        is_over(page)
        tries = int(page.fact("failures"))
        record("polls of a page in five real minutes without a database", polls=tries)
        assert 5 <= tries <= MOST_ATTEMPTS
        cluster.start()
        probe.ends()
        comes_back(probe, page)
        probe.passed(10)
