"""Accessibility of all pages: no violation found by axe, keyboard only, narrow and wide screens."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.objects.accessible import is_accessible
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.factories import JobFactory

SCREENS = [(390, 844), (1440, 900), (2560, 1440)]


@pytest.fixture
def addresses(serve: Callable[..., Server], jobs: Jobs) -> dict[str, str]:
    """The list, the insights, a running job with a log, a failed one, and one that does not exist."""
    jobs.add(5, target="/a/very/long/path/" + "folder/" * 30)
    (running,) = jobs.add(status="running", processed_count=3, total_count=9, heartbeat_at=datetime.now(UTC))
    failure = {"error_message": "it broke", "error_traceback": "Traceback\n" * 30, "summary_json": '{"files": 1}'}
    (failed,) = jobs.add(status="failed", **failure)
    lines = (f"2026-03-14T12:00:00.000Z {'ERROR' if number % 9 == 0 else 'WARNING'} line" for number in range(300))
    JobFactory(jobs.engine).log(running, *lines, "\x1b[31mred\x1b[32mgreen\x1b[33myellow\x1b[35mmagenta\x1b[90mgrey")
    url = serve(poll_interval_seconds=2).url
    paths = {"list": "", "running": f"/{running}", "failed": f"/{failed}", "missing": "/nobody"}
    return {name: f"{url}/jobs{path}" for name, path in paths.items()} | {"insights": f"{url}/insights"}


def test_axe_at_every_width_finds_no_violation(browser: Browser, addresses: dict[str, str]) -> None:
    for width, height in SCREENS:
        context = browser.new_context(viewport={"width": width, "height": height})
        for name, address in addresses.items():
            page = context.new_page()
            page.goto(address)
            Screen(page).ready()
            if name == "insights":
                expect(page.get_by_test_id("slowest")).to_be_visible()
            if name == "running":
                page.get_by_label("Search the log").fill("line")
                expect(page.get_by_test_id("log-count")).to_contain_text("300")
            is_accessible(page, width)
            page.close()
        context.close()


def test_job_page_is_usable_by_keyboard(open_page: Callable[[str], Screen], addresses: dict[str, str]) -> None:
    page = open_page(addresses["list"]).ready().page
    reached = tab_to(page, "document.activeElement.closest('[data-testid=job-row][data-status=running]')")
    assert reached, "the running job's link"
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("job-detail")).to_have_attribute("data-status", "running")
    assert tab_to(page, "document.activeElement.getAttribute('aria-label') === 'Search the log'")
    page.keyboard.type("line")
    expect(page.get_by_test_id("log-count")).to_have_text("300 of 300")
    assert tab_to(page, "document.activeElement.dataset.testid === 'job-log'")
    page.keyboard.press("Home")
    expect(page.locator('[data-line="1"]')).to_be_in_viewport()
    page.keyboard.press("End")
    expect(page.locator('[data-line="301"]')).to_be_in_viewport()


def tab_to(page, condition: str) -> bool:  # type: ignore[no-untyped-def]
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"!!({condition})"):
            return True
    return False
