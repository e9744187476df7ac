"""A log of a million lines, which is higher than the maximum height of an element in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.objects.job_log import Log, OpenLog
from tests.browser.objects.job_screen import JobScreen
from tests.support.waiting import DEADLINE_SECONDS, wait_for

LINES = 1_000_000


@pytest.fixture
def context(browser: Browser, chromium: str) -> Iterator[BrowserContext]:
    """A screen with two device pixels per CSS pixel; Playwright's own setting does not change the layout."""
    options = ["--no-sandbox", "--force-device-scale-factor=2", "--window-size=1440,1000"]
    fine = browser.browser_type.launch(executable_path=chromium, args=options)
    context = fine.new_context(no_viewport=True)
    context.set_default_timeout(DEADLINE_SECONDS * 1000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    fine.close()


def press(page: JobScreen, key: str) -> None:
    page.log.focus()
    page.page.keyboard.press(key)


def test_log_of_a_million_lines_every_line_is_reachable(open_log: OpenLog, log: Log) -> None:
    log.fill(LINES)
    page = open_log()
    assert page.page.evaluate("devicePixelRatio") == 2
    page.shows_line(LINES, f"line {LINES}")
    expect(page.line(LINES)).to_be_in_viewport()
    press(page, "Home")
    page.shows_line(1, "line 1")
    expect(page.line(1)).to_be_in_viewport()
    page.page.evaluate("location.hash = '#L500000'")
    page.shows_line(500_000, "line 500000")
    expect(page.line(500_000)).to_be_in_viewport()
    press(page, "End")
    page.shows_line(LINES, f"line {LINES}")
    expect(page.line(LINES)).to_be_in_viewport()
    page.search.fill("line 250001")
    page.shows_line(250_001, "line 250001")
    expect(page.line(250_001)).to_be_in_viewport()


def test_log_of_a_million_lines_leads_to_new_lines(open_log: OpenLog, log: Log) -> None:
    log.fill(LINES)
    page = open_log("#L300000")
    page.shows_line(300_000, "line 300000")
    expect(page.line(300_000)).to_be_in_viewport()
    log.fill(120)
    expect(page.more).to_have_text("120 new lines ↓")
    page.scroll_to(10**9)
    wait_for(lambda: min(page.numbers()) > 440_000, "the end of what the list holds")
    expect(page.more).to_have_text("120 new lines ↓")
    page.more.click()
    page.shows_line(LINES + 120, f"line {LINES + 120}")
    page.becomes_at_end()
    expect(page.more).to_have_count(0)
    log.fill(5)
    page.shows_line(LINES + 125, f"line {LINES + 125}")
    page.becomes_at_end()


def test_log_of_a_million_lines_does_not_jump(open_log: OpenLog, log: Log) -> None:
    log.fill(LINES)
    page = open_log("#L300000")
    page.shows_line(300_000, "line 300000")
    page.log.evaluate("box => { box.scrollTop = 18 * 1010 }")
    wait_for(lambda: page.line(151_020).count() and "…" not in page.log.inner_text(), "the edge of the window")
    before = page.top_of(151_020)
    page.log.evaluate("box => { box.scrollTop -= 18 * 12 }")
    wait_for(lambda: page.log.evaluate("box => box.scrollTop") > 100_000, "another window")
    page.shows_line(151_020, "line 151020")
    page.stays_at(151_020, before + 18 * 12)
