"""What the page shows during faults of the backend or of the connection to it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.faults.clocked import STEP, ClockedScreen
from tests.browser.faults.fault_probe import FaultProbe
from tests.browser.faults.proxy import Proxy
from tests.browser.faults.report import record
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]
VIEW = "?status=failed&sort=target&size=25"
FIVE_MINUTES, HOUR = 300, 3600


class View:
    """A view of the list: filter, order, second page, scroll position."""

    def __init__(self, page: Screen) -> None:
        self._page = page
        page.page.get_by_role("button", name="Next").click()
        wait_for(lambda: "after=" in page.query(), "the second page")
        expect(page.page.get_by_role("button", name="Previous")).to_be_enabled()
        page.js("scrollTo(0, 200)")
        self._seen = self._now()

    def is_kept(self) -> None:
        assert self._now() == self._seen

    def _now(self) -> tuple[object, ...]:
        chosen = self._page.chip("failed").get_attribute("aria-pressed")
        sorted_by = self._page.page.get_by_role("columnheader", name="Target").get_attribute("aria-sort")
        return self._page.ids(), self._page.query(), self._page.js("scrollY"), chosen, sorted_by


@pytest.mark.own_server
@pytest.mark.requirement("FR-011", "SC-004", "EC-4")
def test_backend_killed_and_restarted_page_recovers(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/jobs{VIEW}").ready()
    view, probe = View(page), FaultProbe(page, "backend killed with SIGKILL and restarted")
    probe.begins()
    server.kill()
    probe.noticed("offline")
    expect(page.page.locator("[data-sonner-toast], [role=alertdialog]")).to_have_count(0)
    server.start()
    probe.ends()
    probe.recovered()
    page.next_poll()
    view.is_kept()
    assert probe.passed(25) >= {"live", "offline"}


@pytest.mark.parametrize("sign", ["online", "visibilitychange"])
@pytest.mark.requirement("SC-004")
def test_network_flapping_while_connecting_makes_one_connection(
    proxy: Proxy, server: Server, open_page: OpenPage, jobs: Jobs, sign: str
) -> None:
    """Each event requests an attempt at once; the server would refuse two concurrent ones."""
    page = open_page(f"{proxy.url}/jobs?status=failed").ready()
    probe = FaultProbe(page, f"connection closed, and {sign} ten times a second during the reconnect")
    proxy.delay = 0.2
    impatience = page.js(
        f"setInterval(() => {{ dispatchEvent(new Event('{sign}')); document.dispatchEvent(new Event('{sign}')) }}, 100)"
    )
    for _ in range(3):
        opened = proxy.opened
        proxy.cut()
        wait_for(lambda opened=opened: proxy.opened > opened, "a new connection")
        page.next_poll()
    page.js(f"clearInterval({impatience})")
    job = page.ids()[0]
    jobs.change(job, job_type="still-live")
    expect(page.row(job)).to_contain_text("still-live")
    page.next_poll()
    wait_for(lambda: server.loops() == 1, "one loop")
    probe.passed(50)


@pytest.mark.own_server
@pytest.mark.requirement("FR-012", "SC-004", "EC-4")
def test_backend_down_five_minutes_reconnects_back_off(server: Server, context: BrowserContext) -> None:
    page = ClockedScreen(context, f"{server.url}/jobs{VIEW}")
    page.state("live")
    view, probe = View(page), FaultProbe(page, "backend killed with SIGKILL, down for 5 min", clocked=True)
    attempts: list[str] = []
    page.page.on("websocket", lambda socket: attempts.append(socket.url))
    server.kill()
    page.state("offline")
    for _ in range(FIVE_MINUTES // STEP):
        page.runs(STEP)
    assert 3 <= len(attempts) <= 12
    assert page.fact("state") == "offline"
    server.start()
    page.reconnects(attempts)
    view.is_kept()
    assert {"live", "offline"} <= probe.passed(25) <= {"live", "refreshing", "offline"}
    record("connection attempts of a tab in 5 min without a backend", attempts=len(attempts))


@pytest.mark.requirement("FR-011", "SC-004", "EC-1")
def test_network_dropping_packets_is_detected_and_replaced(
    proxy: Proxy, server: Server, open_page: OpenPage, jobs: Jobs
) -> None:
    page = open_page(f"{proxy.url}/jobs{VIEW}").ready()
    view, probe = View(page), FaultProbe(page, "packets dropped in both directions without closing")
    changed = page.ids()[0]
    probe.begins()
    proxy.dead = True
    probe.noticed("offline")
    proxy.dead = False
    probe.ends()
    jobs.change(changed, job_type="changed-meanwhile")
    probe.recovered()
    expect(page.row(changed)).to_contain_text("changed-meanwhile")
    view.is_kept()
    assert probe.passed(25) >= {"live", "offline"}
    wait_for(lambda: server.loops() == 1, "the loop of the dead connection to end")


@pytest.mark.requirement("FR-010")
def test_laptop_after_an_hour_of_sleep_is_not_live(
    proxy: Proxy, server: Server, context: BrowserContext, jobs: Jobs
) -> None:
    """The connection died during the sleep without being closed."""
    page = ClockedScreen(context, f"{proxy.url}/jobs{VIEW}")
    page.state("live")
    view, probe = View(page), FaultProbe(page, "laptop asleep for an hour, its connection dead on waking", clocked=True)
    proxy.dead = True
    page.sleeps(HOUR)
    page.runs(0.5)
    assert page.fact("state") != "live"
    assert "Live" not in page.refresh.inner_text()
    page.state("offline")
    proxy.dead = False
    jobs.change(page.ids()[0], job_type="changed-meanwhile")
    page.state("live")
    expect(page.rows.first).to_contain_text("changed-meanwhile")
    view.is_kept()
    probe.passed(25)


@pytest.mark.requirement("FR-010")
def test_hidden_tab_on_a_dead_connection_is_not_live_when_shown(
    proxy: Proxy, server: Server, context: BrowserContext
) -> None:
    context.add_init_script("Object.defineProperty(document, 'hidden', { get: () => Boolean(window.isHidden) })")
    page = ClockedScreen(context, f"{proxy.url}/jobs")
    page.state("live")
    probe = FaultProbe(page, "tab hidden for an hour, its connection dead when shown", clocked=True)
    see = "isHidden = {}; document.dispatchEvent(new Event('visibilitychange'))"
    page.js(see.format("true"))
    page.state("paused")
    proxy.dead = True
    page.sleeps(HOUR)
    page.js(see.format("false"))
    page.runs(3)
    assert "Live" not in page.refresh.inner_text()
    page.state("offline")
    proxy.dead = False
    page.state("live")
    probe.passed(50)


@pytest.mark.parametrize("hours", [-1, 1])
def test_clocks_an_hour_apart_ages_and_countdowns_are_right(
    server: Server, context: BrowserContext, jobs: Jobs, hours: int
) -> None:
    started = datetime.now(UTC)
    (job,) = jobs.add(status="running", started_at=started - timedelta(minutes=3))
    page = ClockedScreen(context, f"{server.url}/jobs", ahead=timedelta(hours=hours))
    page.state("live")
    page.runs(1)
    expect(page.row(job).locator(".c-duration")).to_have_text(re.compile(r"3:\d\d"))
    expect(page.row(job).locator(".c-started")).to_have_text("3 min ago")
    expect(page.refresh).to_contain_text(re.compile(r"updated (now|\d+ s ago)"))
    assert started < page.last_refresh() < datetime.now(UTC)
    expect(page.refresh).to_contain_text("next in")


@pytest.mark.parametrize("address", ["mailto:someone@example.org", "/api/jobs/{job}/log/text"])
def test_link_without_navigation_keeps_the_page_live(
    server: Server, open_page: OpenPage, jobs: Jobs, address: str
) -> None:
    """Reflex disconnects on `beforeunload`, which mailto: links and downloads without the attribute also fire."""
    (job,) = jobs.add(status="running")
    page = open_page(f"{server.url}/jobs").ready()
    probe = FaultProbe(page, f"a link clicked: {address.partition(':')[0] if ':' in address[:8] else 'a download'}")
    page.page.evaluate(
        "(href) => { const link = Object.assign(document.createElement('a'), { href }); document.body.append(link);"
        " link.click(); }",
        address.format(job=job),
    )
    jobs.change(job, status="failed")
    page.becomes(job, "failed")
    page.state("live")
    page.next_poll()
    assert probe.passed(50) <= {"live", "refreshing"}


def test_duplicated_tab_both_tabs_are_live(server: Server, open_page: OpenPage, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running")
    page = open_page(f"{server.url}/jobs").ready()
    probe = FaultProbe(page, "tab duplicated")
    kept = page.page.evaluate("JSON.stringify(sessionStorage)")
    page.page.context.add_init_script(f"Object.assign(sessionStorage, {kept})")
    twin = open_page(f"{server.url}/jobs").ready()
    jobs.change(job, status="failed")
    page.becomes(job, "failed")
    twin.becomes(job, "failed")
    wait_for(lambda: server.loops() == 2, "two loops")
    page.next_poll()
    assert probe.passed(50) <= {"live", "refreshing"}
