"""Messages that arrive late, or not at all, on an open connection are not shown as current."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, WebSocketRoute

from tests.browser.faults.clocked import STEP, ClockedScreen
from tests.browser.faults.fault_probe import INTERVAL, FaultProbe
from tests.browser.faults.freshness_marker import FRESHNESS_MARKER, written
from tests.browser.faults.proxy import Proxy
from tests.browser.faults.report import record
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]
FIVE_MINUTES, HOUR = 300, timedelta(hours=1)
SEE = "isHidden = {}; document.dispatchEvent(new Event('visibilitychange'))"
WAYS = {3: {"refreshing"}, 5: {"offline"}}
"""Seconds of latency, and the state that the page shows at the latest."""


@pytest.mark.parametrize("delay", WAYS)
def test_slow_connection_data_is_never_shown_as_live(proxy: Proxy, open_page: OpenPage, jobs: Jobs, delay: int) -> None:
    page = open_page(f"{proxy.url}/jobs").ready()
    with written(jobs):
        page.next_poll()
        probe = FaultProbe(page, f"{delay} s of latency in each direction", marker=FRESHNESS_MARKER)
        probe.begins()
        proxy.delay = delay
        wait_for(lambda: probe.states() >= WAYS[delay], lambda: f"{WAYS[delay]}, now {probe.states()}")
        proxy.delay = 0
        probe.ends()
        probe.recovered()
        page.next_poll()
    assert probe.passed(50) >= WAYS[delay]


def test_delayed_messages_are_shown_with_their_true_age(proxy: Proxy, open_page: OpenPage, jobs: Jobs) -> None:
    page = open_page(f"{proxy.url}/jobs").ready()
    with written(jobs):
        page.next_poll()
        probe = FaultProbe(page, "messages delayed, twice", marker=FRESHNESS_MARKER)
        for _ in range(2):
            proxy.held = True
            until = datetime.now(UTC) + timedelta(seconds=2 * INTERVAL + 1)
            wait_for(lambda until=until: datetime.now(UTC) > until)
            proxy.held = False
            page.next_poll()
    probe.passed(50)


def test_hour_old_messages_received_on_waking_are_not_live(proxy: Proxy, context: BrowserContext) -> None:
    page = ClockedScreen(context, f"{proxy.url}/jobs")
    page.state("live")
    probe = FaultProbe(page, "messages of an hour ago received on waking", clocked=True)
    proxy.held = True
    before, until = page.fact("last-refresh"), datetime.now(UTC) + timedelta(seconds=2 * INTERVAL)
    wait_for(lambda: datetime.now(UTC) > until)
    page.withhold_server_time()
    page.page.clock.set_system_time(datetime.now(UTC) + HOUR)
    proxy.held = False
    wait_for(lambda: page.fact("last-refresh") != before, "what was held")
    assert page.fact("state") != "live"
    assert "Live" not in page.refresh.inner_text()
    page.release_server_time()
    page.state("live")
    probe.passed(50)


@pytest.mark.own_server
@pytest.mark.requirement("FR-009")
def test_clock_requests_are_rare_and_stop_while_hidden(
    serve: Serve, context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFLEX_SOCKET_TIMEOUT", "600")  # The page's time runs faster than the server's heartbeat.
    context.add_init_script("Object.defineProperty(document, 'hidden', { get: () => Boolean(window.isHidden) })")
    server, asked = serve(poll_interval_seconds=60), list[str]()
    context.on("request", lambda request: asked.append(request.url) if "/healthz" in request.url else None)
    page = ClockedScreen(context, f"{server.url}/jobs")
    page.state("live")
    page.runs(10)
    assert page.fact("state") == "live"
    assert len(asked) == 1
    page.js(SEE.format("true"))
    page.state("paused")
    page.runs(FIVE_MINUTES)
    assert page.fact("state") == "paused"
    assert len(asked) == 1
    page.js(SEE.format("false"))
    wait_for(lambda: page.fact("state") and len(asked) == 2, "a second question")


@pytest.mark.own_server
@pytest.mark.requirement("FR-012", "EC-4")
def test_backend_without_updates_is_reconnected_with_back_off(
    built: None, context: BrowserContext, jobs: Jobs, tmp_path: Path, sqlite_database_url: str
) -> None:
    dead = tmp_path / "dead"
    server = Server(tmp_path, sqlite_database_url, poll_interval_seconds=INTERVAL).altered(
        f"""import asyncio, os
from jobs_app.polling.loop import PollLoop
poll = PollLoop._poll
async def _poll(*args):
    while os.path.exists({str(dead)!r}):
        await asyncio.sleep(0.1)
    return await poll(*args)
PollLoop._poll = _poll
"""
    )
    try:
        jobs.add(3)
        page = ClockedScreen(context, f"{server.start().url}/jobs")
        page.state("live")
        probe = FaultProbe(page, "a backend that accepts connections but sends no updates, for 5 min", clocked=True)
        attempts: list[str] = []
        page.page.on("websocket", lambda socket: attempts.append(socket.url))
        dead.touch()
        page.state("offline")
        for _ in range(FIVE_MINUTES // STEP):
            page.runs(STEP)
        assert 3 <= len(attempts) <= 12
        dead.unlink()
        page.reconnects(attempts)
        probe.passed(3)
        record("connection attempts of a tab in 5 min without updates", attempts=len(attempts))
    finally:
        server.stop()


@pytest.mark.requirement("SC-004")
def test_connection_closed_by_the_server_is_opened_again(server: Server, context: BrowserContext) -> None:
    """Reflex by itself would not reconnect."""
    sockets: list[WebSocketRoute] = []
    context.route_web_socket("**/_event/**", lambda socket: (socket.connect_to_server(), sockets.append(socket))[1])
    page = Screen(context.new_page())
    page.page.goto(f"{server.url}/jobs")
    page.ready()
    sockets[0].send("41/_event,")
    wait_for(lambda: page.fact("state") and len(sockets) == 2, "a second connection")
    page.state("live")
    page.next_poll()
