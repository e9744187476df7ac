"""Updates preserve the view, the scroll position, the focus and the selection."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.support.waiting import wait_for

Show = Callable[..., Screen]


def an_update(page: Screen, jobs: Jobs) -> None:
    """Wait for an update: a new job and another status."""
    (new,) = jobs.add(status="failed", target="/data/new")
    jobs.change(new, job_type="import")
    page.next_poll()
    page.next_poll()


@pytest.mark.requirement("FR-004", "US1.3")
def test_filter_sort_and_page_survive_updates(screen: Show, jobs: Jobs) -> None:
    jobs.add(120, status="failed")
    page = screen("?status=failed&sort=target&size=25")
    page.page.get_by_role("button", name="Next").click()
    wait_for(lambda: "after=" in page.query(), "the second page")
    page.next_poll()
    before, query = page.ids(), page.query()
    an_update(page, jobs)
    assert page.ids() == before
    assert page.query() == query
    expect(page.chip("failed")).to_have_attribute("aria-pressed", "true")


@pytest.mark.requirement("SC-005", "US1.4")
def test_scroll_position_survives_rows_inserted_above(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(100)
    page = screen("?size=100")
    row = page.row(ids[60])
    row.scroll_into_view_if_needed()
    before = row.bounding_box()
    an_update(page, jobs)
    after = row.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 1


@pytest.mark.requirement("FR-004", "SC-005")
def test_focus_and_typed_text_survive_updates(screen: Show, jobs: Jobs) -> None:
    jobs.add(3)
    page = screen()
    page.page.get_by_label("Search jobs").press_sequentially("fol")
    page.has_query("?q=fol")
    an_update(page, jobs)
    page.page.keyboard.type("der-1")
    expect(page.page.get_by_label("Search jobs")).to_have_value("folder-1")
    page.has_query("?q=folder-1")
    expect(page.rows).to_have_count(1)


@pytest.mark.requirement("FR-005", "SC-005")
def test_text_selection_survives_updates(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(10)
    page = screen()
    page.js(f"""() => {{
      const text = document.querySelector('[data-job-id="{ids[4]}"] .target bdi').firstChild;
      getSelection().setBaseAndExtent(text, 1, text, 9);
    }}""")
    selected = page.js("getSelection().toString()")
    assert len(selected) == 8
    an_update(page, jobs)
    assert page.js("getSelection().toString()") == selected


@pytest.mark.requirement("FR-005", "SC-005")
def test_open_menu_survives_updates(screen: Show, jobs: Jobs) -> None:
    jobs.add(3)
    page = screen()
    page.page.get_by_role("button", name="Type:").click()
    page.page.get_by_role("menuitemcheckbox", name="scan").hover()
    an_update(page, jobs)
    expect(page.page.get_by_role("menuitemcheckbox", name="import")).to_be_visible()
    page.page.get_by_role("menuitemcheckbox", name="import").click()
    page.has_query("?type=import")
    expect(page.page.get_by_role("menu")).to_be_visible()
    page.page.keyboard.press("Escape")
    expect(page.page.get_by_role("menu")).to_have_count(0)


def test_long_target_is_shortened_and_complete_on_hover_and_copy(screen: Show, jobs: Jobs) -> None:
    target = "/data/" + "very-long-folder-name/" * 12 + "the-file-that-matters.tiff"
    (job,) = jobs.add(target=target)
    page = screen()
    link = page.row(job).get_by_role("link")
    assert link.get_attribute("title") == target
    assert link.locator(".end-text").evaluate("text => text.scrollWidth > text.clientWidth")
    page.row(job).hover()
    page.row(job).get_by_role("button", name="Copy").click()
    wait_for(lambda: page.js("navigator.clipboard.readText()") == target, "the copied target")
