"""FR-009 and FR-010, with tabs that are really hidden: they rest, and are current at once when shown again."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.jobs import Jobs
from tests.browser.server import Server, wait_for
from tests.browser.tabs import Chromium, chromium_with_tabs

STATUS = "document.querySelector('[data-testid=job-row]').dataset.status"


@pytest.fixture
def tabs(chromium: str) -> Iterator[Chromium]:
    with chromium_with_tabs(chromium) as browser:
        yield browser


def test_fr_009_hidden_tab_rests_within_two_seconds_and_fr_010_is_fresh_at_once_when_shown(
    serve: Callable[..., Server], tabs: Chromium, jobs: Jobs
) -> None:
    (job,) = jobs.add(status="running")
    server = serve(poll_interval_seconds=2)
    tab = tabs.open(f"{server.url}/jobs")
    tab.state("live")
    tabs.open("about:blank")
    wait_for(lambda: tab.js("document.hidden"), 5, "a hidden tab")
    tab.state("paused", seconds=2)
    assert tab.quiet_for(6) == 0
    jobs.change(job, status="failed")
    tab.show()
    shown = time.monotonic()
    wait_for(
        lambda: tab.js("document.querySelector('[data-status=failed][data-testid=job-row]') !== null"), 2, "fresh data"
    )
    assert time.monotonic() - shown < 1
    tab.state("live")


def test_tab_opened_in_the_background_rests_too(serve: Callable[..., Server], tabs: Chromium, jobs: Jobs) -> None:
    jobs.add()
    server = serve(poll_interval_seconds=2)
    front = tabs.open("about:blank")
    tab = tabs.open("about:blank")
    front.show()
    tab.js(f"location.href = '{server.url}/jobs'")
    tab.state("paused", seconds=20)
    wait_for(lambda: tab.quiet_for(1) == 0, 10, "no further message")
    assert tab.quiet_for(5) == 0
    tab.show()
    tab.state("live", seconds=3)


def test_hidden_tab_that_may_poll_slowly_is_kept_current_at_that_pace(
    built: None, tabs: Chromium, jobs: Jobs, tmp_path: Path, sqlite_database_url: str
) -> None:
    (job,) = jobs.add(status="running")
    server = Server(tmp_path, sqlite_database_url, poll_interval_seconds=2, poll_when_hidden="slow")
    try:
        tab = tabs.open(f"{server.poll_hidden_tabs_every(6).start().url}/jobs")
        tab.state("live")
        tabs.open("about:blank")
        wait_for(lambda: tab.js("document.hidden"), 5, "a hidden tab")
        jobs.change(job, status="completed")
        wait_for(lambda: tab.js(STATUS) == "completed", 12, "the change on a hidden page")
        jobs.change(job, status="failed")
        assert tab.quiet_for(4) == 0
        assert tab.js("document.hidden")
        assert tab.js(STATUS) == "completed"
        tab.show()
        wait_for(lambda: tab.js(STATUS) == "failed", 2, "fresh data")
    finally:
        server.stop()


def test_tab_says_nothing_while_its_page_is_replaced_and_tells_of_errors(tabs: Chromium) -> None:
    tab = tabs.open("about:blank")
    assert tab.js("new Promise(() => location.reload())") is None
    wait_for(lambda: tab.js("document.readyState") == "complete", 5, "the page again")
    with pytest.raises(AssertionError, match="TypeError: Cannot read properties of null"):
        tab.js("document.querySelector('#none').dataset")
