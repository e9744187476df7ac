"""Rows open their jobs, and stay where they are while somebody points at them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen

Show = Callable[..., Screen]


def test_click_on_any_cell_opens_the_job(screen: Show, jobs: Jobs) -> None:
    job, _ = jobs.add(2)
    page = screen()
    for cell in (".c-status", ".c-type", ".c-created", ".c-target"):
        page.row(job).locator(cell).click(position={"x": 2, "y": 2})
        page.page.wait_for_url(f"**/jobs/{job}")
        page.page.go_back()
        page.ready()
    expect(page.row(job).get_by_role("link")).to_have_count(1)


def test_middle_and_control_click_open_a_new_tab(screen: Show, jobs: Jobs) -> None:
    job, _ = jobs.add(2)
    page = screen()
    cell = page.row(job).locator(".c-created")
    for how in ({"button": "middle"}, {"modifiers": ["Control"]}):
        with page.page.context.expect_page() as opened:
            cell.click(**how)  # type: ignore[arg-type]
        expect(opened.value).to_have_url(re.compile(f"/jobs/{job}$"))
        opened.value.close()
    assert page.page.url.endswith("/jobs")


def test_copying_and_selecting_open_nothing(screen: Show, jobs: Jobs) -> None:
    job, _ = jobs.add(2)
    page = screen()
    page.row(job).hover()
    page.row(job).get_by_role("button", name="Copy").click()
    box = page.row(job).locator(".c-type bdi").bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + 2, y)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] - 2, y, steps=4)
    page.page.mouse.up()
    page.frames()
    assert page.page.url.endswith("/jobs")
    assert page.js("getSelection().toString()")


def test_row_under_the_pointer_stays_and_new_rows_wait(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(20, created_at=datetime(2026, 1, 1, tzinfo=UTC))
    page = screen()
    row = page.row(ids[4])
    row.locator(".c-created").hover()
    before = row.bounding_box()
    page.next_poll()
    new = jobs.add(3)
    jobs.change(ids[4], status="failed")
    page.becomes(ids[4], "failed")
    button = page.page.get_by_test_id("new-rows")
    expect(button).to_have_attribute("data-count", "3")
    expect(button).to_contain_text("3 new jobs")
    assert row.bounding_box() == before
    page.shows(*ids)
    button.click()
    page.shows(*new, *ids)
    expect(button).to_have_count(0)


def test_waiting_rows_appear_when_the_pointer_leaves(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(5)
    page = screen()
    page.row(ids[2]).hover()
    page.next_poll()
    new = jobs.add()
    expect(page.page.get_by_test_id("new-rows")).to_contain_text("1 new job")
    page.page.mouse.move(5, 5)
    page.shows(*new, *ids)


def test_another_view_is_shown_at_once(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(5)
    (failed,) = jobs.add(status="failed")
    page = screen()
    page.row(ids[2]).hover()
    page.next_poll()
    page.chip("failed").focus()
    page.page.keyboard.press("Enter")
    page.shows(failed)
