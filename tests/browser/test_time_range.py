"""The period of the list: days and nights in the time zone of the browser, and any other range."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen

Show = Callable[..., Screen]


def local(days: int, hour: int) -> datetime:
    """An hour of the day that is so many days after this one."""
    day = datetime.now().astimezone().replace(tzinfo=None) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def ended_at(jobs: Jobs, moment: datetime) -> str:
    (job,) = jobs.add(status="failed", created_at=moment - timedelta(hours=1), completed_at=moment)
    return job


@pytest.mark.parametrize(
    ("preset", "start", "end"),
    [("Yesterday", (-1, 0), (0, 0)), ("Last night", (-1, 22), (0, 8)), ("Today", (0, 0), (1, 0))],
)
def test_preset_shows_what_ended_in_it(
    screen: Show, jobs: Jobs, preset: str, start: tuple[int, int], end: tuple[int, int]
) -> None:
    first, last = local(*start), local(*end)
    inside = [ended_at(jobs, last - timedelta(seconds=1)), ended_at(jobs, first)]
    ended_at(jobs, last), ended_at(jobs, first - timedelta(seconds=1))
    page = screen()
    page.page.get_by_role("button", name="Period:").click()
    dialog = page.page.get_by_role("dialog", name="Period")
    expect(dialog.get_by_role("button", name="Today")).to_be_focused()
    assert Axe().run(page.page).violations_count == 0
    dialog.get_by_role("button", name=preset).click()
    page.has_query(f"?from={iso(first)}&to={iso(last)}")
    page.shows(*inside)
    expect(dialog).to_have_count(0)
    expect(page.page.get_by_label("Time range")).to_have_value("period")
    expect(page.page.get_by_role("button", name="Period:")).to_be_focused()


def test_any_range_is_chosen_by_keyboard_and_ended(screen: Show, jobs: Jobs) -> None:
    moment = datetime(2026, 3, 14, 12, 30).astimezone(UTC)
    wanted, late = ended_at(jobs, moment), ended_at(jobs, moment + timedelta(hours=1))
    page = screen()
    opener, keyboard = page.page.get_by_role("button", name="Period:"), page.page.keyboard
    opener.focus()
    keyboard.press("Enter")
    dialog = page.page.get_by_role("dialog", name="Period")
    dialog.get_by_label("From").fill("2026-03-14T12:00")
    dialog.get_by_label("To").fill("2026-03-14T11:00")
    expect(dialog.get_by_role("alert")).to_have_text("It ends before it starts.")
    expect(dialog.get_by_role("button", name="Show")).to_be_disabled()
    dialog.get_by_label("To").fill("2026-03-14T13:00")
    keyboard.press("Enter")
    page.shows(wanted)
    expect(opener).to_have_text("Mar 14, 12:00 to Mar 14, 13:00")
    page.page.reload()
    page.ready().shows(wanted)
    opener.click()
    expect(dialog.get_by_label("To")).to_have_value("2026-03-14T13:00")
    keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.page.get_by_label("Time range").select_option("Any time")
    page.has_query("")
    page.shows(late, wanted)


def test_time_range_of_the_address_takes_seconds_and_offsets(screen: Show, jobs: Jobs) -> None:
    moment = datetime(2026, 3, 14, 12, 30, tzinfo=UTC)
    wanted = ended_at(jobs, moment)
    ended_at(jobs, moment - timedelta(hours=1))
    jobs.add(status="running")
    page = screen(f"?from={moment.timestamp():.0f}&to=2026-03-14T14:00:00+01:00")
    page.shows(wanted)
    page.page.get_by_label("Time range").select_option("Last 30 days")
    page.has_query("?since=30d")
