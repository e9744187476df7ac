"""The overview of the last 24 hours above the list."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen

pytestmark = pytest.mark.own_server  # A dashboard reads it once a minute for all its pages.
Show = Callable[..., Screen]
THREE_HOURS_AGO = timedelta(hours=3)


def bars(page: Screen) -> Locator:
    """The half hours, once they are read."""
    expect(page.page.get_by_test_id("overview")).to_have_attribute("data-loaded", "true")
    return page.page.get_by_test_id("overview-bar")


def fact(bar: Locator, name: str) -> str:
    return bar.get_attribute(f"data-{name}") or ""


def index_of(found: Locator, moment: datetime) -> int:
    """The index of the bar in which a moment lies."""
    starts = found.evaluate_all("bars => bars.map(bar => bar.dataset.from)")
    return max(index for index, start in enumerate(starts) if datetime.fromisoformat(start) <= moment)


def ended(jobs: Jobs, number: int, status: str, moment: datetime) -> list[str]:
    return jobs.add(number, status=status, created_at=moment, started_at=moment, completed_at=moment)


def test_bars_count_what_ended_in_each_half_hour(screen: Show, jobs: Jobs) -> None:
    moment = datetime.now(UTC) - THREE_HOURS_AGO
    for number, status in ((3, "completed"), (2, "failed"), (1, "cancelled")):
        ended(jobs, number, status, moment)
    ended(jobs, 4, "completed", moment - timedelta(days=1))
    jobs.add(status="running")
    found = bars(screen())
    expect(found).to_have_count(48)
    bar = found.nth(index_of(found, moment))
    assert [fact(bar, name) for name in ("completed", "failed", "cancelled")] == ["3", "2", "1"]
    expect(bar).to_have_accessible_name(re.compile("3 completed, 2 failed, 1 cancelled; yesterday 4"))


def test_click_on_a_bar_filters_by_its_half_hour(screen: Show, jobs: Jobs) -> None:
    moment = datetime.now(UTC) - THREE_HOURS_AGO
    wanted = ended(jobs, 1, "failed", moment)
    ended(jobs, 2, "failed", moment - timedelta(hours=2))
    page = screen()
    found = bars(page)
    bar = found.nth(index_of(found, moment))
    bar.click()
    page.shows(*wanted)
    page.has_query(f"?from={fact(bar, 'from')}&to={fact(bar, 'to')}")
    expect(bar).to_have_attribute("aria-current", "true")
    bar.click()
    page.has_query("")
    expect(page.rows).to_have_count(3)


def test_drag_over_bars_filters_by_all_of_them(screen: Show, jobs: Jobs) -> None:
    moment = datetime.now(UTC) - THREE_HOURS_AGO
    inside = ended(jobs, 1, "completed", moment) + ended(jobs, 1, "failed", moment - timedelta(hours=1))
    ended(jobs, 1, "completed", moment - timedelta(hours=9))
    page = screen()
    found = bars(page)
    last = index_of(found, moment)
    first = last - 4
    found.nth(last).hover()
    page.page.mouse.down()
    found.nth(first).hover()
    expect(page.page.locator("[data-told]")).to_have_count(5)
    page.page.mouse.up()
    page.has_query(f"?from={fact(found.nth(first), 'from')}&to={fact(found.nth(last), 'to')}")
    page.shows(*inside)
    expect(page.page.locator("[data-told]")).to_have_count(1)


def test_arrow_keys_move_extend_and_filter(screen: Show, jobs: Jobs) -> None:
    jobs.add(2)
    page = screen()
    found = bars(page)
    expect(page.page.locator('[data-testid="overview-bar"][tabindex="0"]')).to_have_count(1)
    found.last.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowRight"):
        page.page.keyboard.press(key)
    expect(found.nth(44)).to_be_focused()
    page.page.keyboard.press("Enter")
    page.has_query(f"?from={fact(found.nth(44), 'from')}&to={fact(found.nth(45), 'to')}")
    for key in ("Home", "Enter"):
        page.page.keyboard.press(key)
    page.has_query(f"?from={fact(found.first, 'from')}&to={fact(found.first, 'to')}")


def test_pointing_at_a_bar_tells_its_counts(screen: Show, jobs: Jobs) -> None:
    moment = datetime.now(UTC) - THREE_HOURS_AGO
    ended(jobs, 1_234, "completed", moment)
    page = screen()
    found = bars(page)
    found.nth(index_of(found, moment)).hover()
    expect(page.page.locator(".overview-tip")).to_contain_text("completed1\u202f234")


def test_figures_compare_the_last_hour_with_yesterday(screen: Show, jobs: Jobs) -> None:
    now = datetime.now(UTC)
    ended(jobs, 1, "failed", now - timedelta(minutes=10))
    ended(jobs, 3, "completed", now - timedelta(days=1, minutes=10))
    jobs.add(status="queued", created_at=now - timedelta(minutes=68, seconds=10))
    page = screen()
    bars(page)
    failed, completed, wait = page.page.locator(".overview-figure").all()
    expect(failed).to_have_text("Failed, last hour11 more than yesterday")
    expect(completed).to_have_text("Completed, last hour03 fewer than yesterday")
    expect(wait).to_have_text(re.compile(r"Oldest wait1 h \d+ minusually 1 min"))
    failed.click()
    page.has_query("?status=failed&since=1h")
    expect(page.rows).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1440])
def test_fold_is_kept_in_the_browser(screen: Show, jobs: Jobs, width: int) -> None:
    jobs.add(1)
    page = screen()
    page.page.set_viewport_size({"width": width, "height": 800})
    shown = bars(page).first
    button = page.page.get_by_role("button", name="Overview")
    if width == 390:
        expect(shown).not_to_be_visible()
        button.click()
    expect(shown).to_be_visible()
    button.click()
    expect(shown).not_to_be_visible()
    expect(page.page.locator(".overview-words")).to_contain_text("Completed, last hour 1")
    page.page.reload()
    page.ready()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    page.page.reload()
    expect(bars(page).first).to_be_visible()


def test_screen_readers_get_a_table(screen: Show, jobs: Jobs) -> None:
    ended(jobs, 2, "failed", datetime.now(UTC) - timedelta(minutes=1))
    page = screen()
    bars(page)
    table = page.page.get_by_role("table", name="Jobs ended per half hour")
    expect(table.get_by_role("row")).to_have_count(49)
    failed = table.locator("tbody td:nth-of-type(2)").all_text_contents()
    assert sum(map(int, failed)) == 2


def test_empty_database_shows_no_overview(screen: Show) -> None:
    page = screen()
    expect(page.page.get_by_test_id("empty-state")).to_be_visible()
    expect(page.page.get_by_test_id("overview")).not_to_be_visible()
