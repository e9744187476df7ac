"""Pages that are left and restored, and pages of another build."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route

from tests.browser.faults.fault_probe import SAMPLE
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.browser.objects.tabs import Chromium
from tests.support.waiting import wait_for

Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]


@pytest.mark.requirement("FR-010", "FR-013")
def test_page_from_the_back_forward_cache_is_live(serve: Serve, tabs: Chromium, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running")
    server = serve(poll_interval_seconds=2)
    tab = tabs.open(f"{server.url}/jobs?status=running,failed")
    tab.state("live")
    tab.js("addEventListener('pageshow', (event) => { window.cached = event.persisted })")
    tab.js(f"({SAMPLE})([6, '', false])")
    tab.js("setTimeout(() => { location.href = '/healthz' })")
    wait_for(lambda: tab.js("location.pathname") == "/healthz", "the other page")
    wait_for(lambda: server.loops() == 0, "no loop for a page that is left")
    jobs.change(job, status="failed")
    tab.js("setTimeout(() => history.back())")
    row = f"document.querySelector('[data-job-id=\"{job}\"]')?.dataset.status"
    wait_for(lambda: tab.js(row) == "failed", "an update")
    tab.state("live")
    assert tab.js("window.cached") is True
    assert tab.js("window.probe.lies.length") == 0
    assert tab.js("window.probe.fewest") == 1
    wait_for(lambda: server.loops() == 1, "one loop")


OLD = "0123456789abcdef"
"""The digest of the states of an older build."""


def make_old(route: Route) -> list[str]:
    """Serve a script as in the older build; returns its URL if it differs."""
    answer = route.fetch()
    text, number = re.subn(r"(stateSchema\W{1,3})[0-9a-f]{8,}", rf"\g<1>{OLD}", answer.text())
    route.fulfill(response=answer, body=text)
    return [route.request.url] * number


def test_page_of_an_old_build_reloads_once_and_keeps_the_view(serve: Serve, open_page: OpenPage, jobs: Jobs) -> None:
    """A page of another build than the server's is detected at its first connection by a digest of its states."""
    ids = jobs.add(3, status="failed")
    jobs.add(3)
    server = serve(poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs?status=failed").ready()
    loads: list[str] = []
    altered: list[str] = []

    def make_first_load_old(route: Route) -> None:
        if loads:  # A route that is removed while its handler waits fails.
            route.fallback()
        else:
            altered.extend(make_old(route))

    page.page.route("**/assets/*.js", make_first_load_old)
    page.page.on("load", lambda _: loads.append(page.page.url))
    with page.page.expect_event("load", lambda _: len(loads) == 2):
        page.page.reload()
    page.state("live")
    assert altered
    page.shows(*ids)
    page.next_poll()
    page.next_poll()
    assert len(loads) == 2
    assert page.query() == "?status=failed"


@pytest.mark.own_server
def test_open_page_after_an_update_reloads_once_and_keeps_view(
    built: None, open_page: OpenPage, context: BrowserContext, jobs: Jobs, tmp_path: Path, sqlite_database_url: str
) -> None:
    """Page and server are of the older build; the server stops, and the newer one starts."""
    ids = jobs.add(3, status="failed")
    jobs.add(3)
    old = Server(tmp_path, sqlite_database_url, poll_interval_seconds=2).altered(
        f"import reflex.state\nreflex.state.BaseState._to_frontend_schema = classmethod(lambda cls: {OLD!r})\n"
    )
    new = Server(tmp_path, sqlite_database_url, port=old.port, poll_interval_seconds=2)
    try:
        context.route("**/assets/*.js", make_old)
        page = open_page(f"{old.start().url}/jobs?status=failed").ready()
        loads: list[str] = []
        page.page.on("load", lambda _: loads.append(page.page.url))
        old.kill()
        page.state("offline")
        context.unroute("**/assets/*.js")
        with page.page.expect_event("load"):
            new.start()
        page.state("live")
        page.shows(*ids)
        page.next_poll()
        page.next_poll()
        assert len(loads) == 1
        assert page.query() == "?status=failed"
    finally:
        old.stop()
        new.stop()
