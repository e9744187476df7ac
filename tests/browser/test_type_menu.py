"""The menu of types reaches all of them, and says what it does not show."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from jobs_app.database.models import JOBS
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen

Show = Callable[..., Screen]


def add_types(jobs: Jobs, number: int, status: str = "failed") -> None:
    rows = [
        jobs._row(datetime.now(UTC), index, {"job_type": f"t{index:04}.Sync", "status": status})
        for index in range(number)
    ]
    with jobs.engine.begin() as connection:
        connection.execute(JOBS.insert(), rows)


def test_all_of_many_types_are_reached_by_keyboard(screen: Show, jobs: Jobs) -> None:
    add_types(jobs, 1234)
    jobs.add(status="running", job_type="zzz.only-running")
    page = screen()
    keyboard = page.page.keyboard
    page.page.get_by_role("button", name="Type:").focus()
    keyboard.press("Enter")
    menu, field = page.page.get_by_role("dialog"), page.page.get_by_label("Search types")
    expect(menu.get_by_role("status")).to_have_text(re.compile("200 of 1.235 types — type to search"))
    expect(menu.get_by_role("menuitemcheckbox")).to_have_count(200)
    expect(field).to_be_focused()
    keyboard.type("1233.sync")
    expect(menu.get_by_role("menuitemcheckbox")).to_have_text(["t1233.Sync"])
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    page.has_query("?type=t1233.Sync")
    keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    field.fill("only-running")
    menu.get_by_role("menuitemcheckbox", name="zzz.only-running").click()
    page.has_query("?type=t1233.Sync,zzz.only-running")
    results = Axe().run(page.page)
    assert results.violations_count == 0, results.generate_report()
    keyboard.press("Escape")
    expect(menu).to_have_count(0)


def test_number_of_few_types_is_told(screen: Show, jobs: Jobs) -> None:
    add_types(jobs, 3)
    page = screen()
    page.page.get_by_role("button", name="Type:").click()
    expect(page.page.get_by_role("dialog").get_by_role("status")).to_have_text("3 types")


@pytest.mark.parametrize("chosen", [50, 49])
def test_limit_of_chosen_types_is_told(screen: Show, jobs: Jobs, chosen: int) -> None:
    add_types(jobs, 60)
    page = screen("?type=" + ",".join(f"t{number:04}.Sync" for number in range(chosen)))
    page.page.get_by_role("button", name="Type:").click()
    note = page.page.get_by_role("dialog").get_by_role("status")
    last = page.page.get_by_role("menuitemcheckbox", name="t0059.Sync")
    if chosen == 50:
        expect(note).to_contain_text("50 chosen, the most that is possible")
        expect(last).to_be_disabled()
    else:
        expect(note).not_to_contain_text("chosen")
        expect(last).to_be_enabled()


def test_types_that_an_address_names_in_vain_are_told(screen: Show, jobs: Jobs) -> None:
    add_types(jobs, 60)
    page = screen("?size=100&type=" + ",".join(f"t{number:04}.Sync" for number in range(53)))
    notice = page.page.get_by_text("The address names 53 types. The list shows the jobs of the first 50 of them")
    expect(notice).to_be_visible()
    assert len(page.ids()) == 50
    page.chip("failed").click()
    expect(notice).to_have_count(0)
