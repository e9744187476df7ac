"""Really hidden tabs stop polling, and refresh at once when shown."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server
from tests.browser.objects.tabs import Chromium, Tab
from tests.support.waiting import wait_for

Serve = Callable[..., Server]
STATUS = "document.querySelector('[data-testid=job-row]').dataset.status"
SLOWLY = 4


def moment(tab: Tab, name: str) -> datetime:
    return datetime.fromisoformat(tab.fact(name))


def polls(tab: Tab, number: int) -> None:
    """Wait for so many polls of a visible tab, the measure for others."""
    for _ in range(number):
        before = tab.fact("lastRefresh")
        wait_for(lambda before=before: tab.fact("lastRefresh") != before, "a further poll")


def assert_rests(tab: Tab, front: Tab) -> None:
    """A hidden tab receives nothing while a visible one polls. A message already sent may still arrive."""
    tab.state("paused")
    polls(front, 1)
    tab.js("0")
    before = len(tab.messages)
    polls(front, 3)
    tab.js("0")
    assert len(tab.messages) == before


@pytest.mark.requirement("FR-009", "FR-010", "SC-003", "US4.1", "US4.2")
def test_hidden_tab_stops_polling_and_resumes_when_shown(serve: Serve, tabs: Chromium, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running")
    url = f"{serve(poll_interval_seconds=2).url}/jobs"
    tab = tabs.open(url)
    tab.state("live")
    front = tabs.open(url)
    wait_for(lambda: tab.js("document.hidden"), "a hidden tab")
    front.state("live")
    assert_rests(tab, front)
    jobs.change(job, status="failed")
    tab.show()
    wait_for(lambda: tab.js(STATUS) == "failed", "fresh data")
    tab.state("live")
    polls(tab, 1)


@pytest.mark.requirement("FR-010", "US4.2")
def test_shown_tab_reads_before_a_poll_is_due(serve: Serve, tabs: Chromium, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running")
    tab = tabs.open(f"{serve(poll_interval_seconds=60).url}/jobs")
    tab.state("live")
    due = moment(tab, "nextRefresh")
    tabs.open("about:blank")
    tab.state("paused")
    jobs.change(job, status="failed")
    tab.show()
    wait_for(lambda: tab.js(STATUS) == "failed", "fresh data")
    assert moment(tab, "lastRefresh") < due


@pytest.mark.requirement("FR-009")
def test_tab_opened_in_the_background_does_not_poll(serve: Serve, tabs: Chromium, jobs: Jobs) -> None:
    jobs.add()
    server = serve(poll_interval_seconds=2)
    front = tabs.open(f"{server.url}/jobs")
    tab = tabs.open("about:blank")
    front.show()
    tab.js(f"location.href = '{server.url}/jobs'")
    assert_rests(tab, front)
    tab.show()
    tab.state("live")


@pytest.mark.requirement("FR-009", "US4.1")
def test_hidden_tab_with_slow_polling_polls_once_a_minute(
    built: None, tabs: Chromium, jobs: Jobs, tmp_path: Path, sqlite_database_url: str
) -> None:
    (job,) = jobs.add(status="running")
    server = Server(tmp_path, sqlite_database_url, poll_interval_seconds=2, poll_when_hidden="slow")
    try:
        tab = tabs.open(f"{server.poll_hidden_tabs_every(SLOWLY).start().url}/jobs")
        tab.state("live")
        tabs.open("about:blank")
        wait_for(lambda: tab.js("document.hidden"), "a hidden tab")
        jobs.change(job, status="completed")
        wait_for(lambda: tab.js(STATUS) == "completed", "the change on a hidden page")
        read = moment(tab, "lastRefresh")
        jobs.change(job, status="failed")
        wait_for(lambda: tab.js(STATUS) == "failed", "the next change")
        assert moment(tab, "lastRefresh") - read >= timedelta(seconds=SLOWLY)
        assert tab.js("document.hidden")
        jobs.change(job, status="running")
        tab.show()
        wait_for(lambda: tab.js(STATUS) == "running", "fresh data")
    finally:
        server.stop()


def test_page_being_replaced_reports_no_error(tabs: Chromium) -> None:
    tab = tabs.open("about:blank")
    assert tab.js("new Promise(() => location.reload())") is None
    wait_for(lambda: tab.js("document.readyState") == "complete", "the page again")
    with pytest.raises(AssertionError, match="TypeError: Cannot read properties of null"):
        tab.js("document.querySelector('#none').dataset")
