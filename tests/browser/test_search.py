"""The search field: the language, its suggestions, and what the page says when nothing is found."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen

Show = Callable[..., Screen]


def add_jobs(jobs: Jobs) -> tuple[str, str]:
    """An import that failed on a worker with a blank in its name, and a scan."""
    (failed,) = jobs.add(
        status="failed", job_type="import", worker="gpu 1", target="/a.csv", error_message="ValueError: bad row"
    )
    (scan,) = jobs.add(job_type="scan", worker="cpu-2", target="/b")
    return failed, scan


def test_search_finds_error_text_and_several_words(screen: Show, jobs: Jobs) -> None:
    failed, scan = add_jobs(jobs)
    page = screen()
    field = page.page.get_by_label("Search jobs")
    field.fill("valueerror CSV")
    page.shows(failed)
    page.has_query("?q=valueerror%20CSV")
    field.fill('worker:"gpu 1" error:"bad row" duration:<1m')
    page.has_query("?q=worker%3A%22gpu%201%22%20error%3A%22bad%20row%22%20duration%3A%3C1m")
    page.shows(failed)
    field.fill("worker:cpu")
    page.shows(scan)


def test_suggestions_are_reached_by_keyboard(screen: Show, jobs: Jobs) -> None:
    failed, scan = add_jobs(jobs)
    page = screen()
    field, keyboard = page.page.get_by_role("combobox", name="Search jobs"), page.page.keyboard
    popup = page.page.get_by_role("listbox", name="Suggestions")
    options = popup.get_by_role("option")
    field.focus()
    expect(page.page.get_by_text("Words are looked for in target, id, type, worker and error")).to_be_visible()
    expect(options).to_have_count(6)
    results = Axe().run(page.page)
    assert results.violations_count == 0, results.generate_report()
    keyboard.type("ty")
    expect(options).to_have_text(["type:what kind of job"])
    keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "-")
    keyboard.press("Enter")
    expect(field).to_have_value("type:")
    expect(options).to_have_text(["import", "scan"])
    page.next_poll()
    page.shows(scan, failed)
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    keyboard.press("Tab")
    expect(field).to_have_value("type:import ")
    expect(field).to_be_focused()
    page.shows(failed)
    page.has_query("?q=type%3Aimport")
    keyboard.type("worker:")
    expect(options).to_have_text(["cpu-2", "gpu 1"])
    keyboard.type("GPU")
    expect(options).to_have_text(["gpu 1"])
    keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(field).to_have_value("type:import worker:GPU")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(field).to_have_value('type:import worker:"gpu 1" ')
    page.has_query("?q=type%3Aimport%20worker%3A%22gpu%201%22")


def test_suggestion_is_chosen_with_the_pointer(screen: Show, jobs: Jobs) -> None:
    _, scan = add_jobs(jobs)
    page = screen()
    field = page.page.get_by_label("Search jobs")
    field.click()
    page.page.get_by_role("option", name="worker:").click()
    page.page.get_by_role("option", name="cpu-2").click()
    expect(field).to_have_value("worker:cpu-2 ")
    expect(field).to_be_focused()
    page.shows(scan)


def test_field_without_a_value_is_text_once_it_is_left(screen: Show, jobs: Jobs) -> None:
    add_jobs(jobs)
    page = screen()
    field = page.page.get_by_label("Search jobs")
    field.focus()
    page.page.keyboard.type("id:")
    page.next_poll()
    expect(page.rows).to_have_count(2)
    field.blur()
    page.has_query("?q=id%3A")
    expect(page.page.get_by_test_id("empty-state")).to_have_attribute("data-reason", "no-match")


def test_empty_list_names_each_filter_and_removes_it(screen: Show, jobs: Jobs) -> None:
    failed, _ = add_jobs(jobs)
    page = screen("?status=failed,running&type=import,other&since=1h&q=ValueError%20worker:%22gpu%209%22")
    empty = page.page.get_by_test_id("empty-state")
    expect(empty).to_contain_text("Searched target, id, type, worker and error message")
    removed = ['worker:"gpu 9"', "status running", "type other", "ended last hour", "ValueError"]
    for name in removed:
        expect(empty.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    results = Axe().run(page.page)
    assert results.violations_count == 0, results.generate_report()
    empty.get_by_role("button", name='Remove worker:"gpu 9"').click()
    page.shows(failed)
    page.has_query("?status=running,failed&type=import,other&since=1h&q=ValueError")
    expect(page.page.get_by_label("Search jobs")).to_have_value("ValueError")
    page.page.get_by_label("Search jobs").fill("")
    page.chip("failed").click()
    expect(empty).to_contain_text("There are jobs, but none that fits these filters.")
    empty.get_by_role("button", name="Remove ended last hour").click()
    page.has_query("?status=running&type=import,other")


def test_search_tells_that_it_takes_no_more_characters(screen: Show, jobs: Jobs) -> None:
    jobs.add()
    page = screen().page
    field = page.get_by_label("Search jobs")
    field.focus()
    page.keyboard.insert_text("x" * 250)
    expect(field).to_have_value("x" * 200)
    expect(page.locator(".search-menu")).to_contain_text("at most 200 characters")
    page.keyboard.press("Backspace")
    expect(page.locator(".search-menu")).to_have_count(0)
