"""Failed jobs in groups of errors."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.objects.accessible import is_accessible
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server

Show = Callable[..., Screen]
SCREENS = [(390, 844), (1024, 768), (1440, 900), (2560, 1440)]


# A shared dashboard keeps its answer for a minute.
pytestmark = pytest.mark.own_server


def add_errors(jobs: Jobs) -> tuple[list[str], list[str]]:
    """Three jobs of one error, and one of another; one has completed."""
    rows = [f"ValueError: row {row}: column 'price' cannot be read as a number: 'x{row}'" for row in (3, 17, 204)]
    facts: dict[str, Any] = {"status": "failed", "error_fingerprint": "v1-aa", "job_type": "import"}
    # In the past: what ends after the full hour belongs to no hour yet.
    recently = datetime.now(UTC) - timedelta(minutes=9)
    many = [jobs.add(error_message=row, created_at=recently, **facts)[0] for row in rows]
    long_ago = datetime.now(UTC) - timedelta(days=3)
    other = jobs.add(status="failed", error_message="it broke", error_fingerprint="v1-bb", created_at=long_ago)
    jobs.add()
    return many, other


def test_error_leads_from_failed_jobs_to_its_own(screen: Show, jobs: Jobs) -> None:
    many, other = add_errors(jobs)
    page = screen("?status=failed")
    page.page.get_by_role("tab", name="Errors").click()
    page.has_query("?status=failed&view=errors")
    groups = page.page.get_by_test_id("error-group")
    expect(groups).to_have_count(2)
    expect(groups.first).to_have_attribute("data-count", "3")
    expect(groups.first).to_contain_text("ValueError row …: column … cannot be read as a number: …")
    expect(groups.first).to_contain_text("3 in the last 24 hours")
    expect(page.rows).to_have_count(0)
    groups.first.get_by_role("link").click()
    page.has_query("?status=failed&error=v1-aa")
    page.until(lambda: set(page.ids()) == set(many))
    chip = page.page.get_by_test_id("error-filter")
    expect(chip).to_contain_text("error ValueError row …: column … cannot be read as a number: …")
    chip.get_by_role("button").click()
    page.has_query("?status=failed")
    page.until(lambda: set(page.ids()) == {*many, *other})
    expect(chip).to_have_count(0)


def test_address_of_errors_shows_them_with_the_other_filters(screen: Show, jobs: Jobs) -> None:
    add_errors(jobs)
    page = screen("?status=failed&type=import&view=errors")
    group = page.page.get_by_test_id("error-group")
    expect(group).to_have_count(1)
    href = group.get_by_role("link").get_attribute("href") or ""
    assert href.partition("?")[2] == "status=failed&type=import&error=v1-aa"
    expect(page.page.get_by_text("Counted")).to_contain_text("once a minute")
    page.chip("completed").click()
    page.has_query("?status=failed,completed&type=import")
    expect(page.page.get_by_role("tab")).to_have_count(0)


def test_tabs_of_failed_jobs_obey_arrow_keys(screen: Show, jobs: Jobs) -> None:
    add_errors(jobs)
    page = screen("?status=failed")
    tabs = page.page.get_by_role("tab")
    tabs.first.focus()
    page.page.keyboard.press("ArrowRight")
    expect(tabs.last).to_have_attribute("aria-selected", "true")
    expect(tabs.last).to_be_focused()
    page.has_query("?status=failed&view=errors")
    page.page.keyboard.press("ArrowLeft")
    page.has_query("?status=failed")


def test_error_of_another_program_is_grouped_by_itself(screen: Show, jobs: Jobs) -> None:
    jobs.add(2, status="failed", error_message="disk 7 is full")
    page = screen("?status=failed")
    page.until(lambda: jobs.value("SELECT count(*) FROM jobs WHERE error_fingerprint IS NOT NULL") == 2)
    page.page.get_by_role("tab", name="Errors").click()
    expect(page.page.get_by_test_id("error-group")).to_have_attribute("data-count", "2")


def test_axe_finds_no_violation_among_errors(browser: Browser, serve: Callable[..., Server], jobs: Jobs) -> None:
    add_errors(jobs)
    url = serve().url
    for width, height in SCREENS:
        context = browser.new_context(viewport={"width": width, "height": height})
        for query in ("status=failed&view=errors", "status=failed&error=v1-aa"):
            page = context.new_page()
            page.goto(f"{url}/jobs?{query}")
            Screen(page).ready()
            expect(page.get_by_text("row …").first).to_be_visible()
            is_accessible(page, width)
            page.close()
        context.close()
