"""Search in a log: matches, steps between them, announcements."""

from playwright.sync_api import Route, expect

from tests.browser.objects.job_log import STAMP, Log, OpenLog
from tests.support.waiting import wait_for


def test_search_without_a_match_marks_no_line(open_log: OpenLog, log: Log) -> None:
    log.write("an old needle")
    log.fill(2000)
    page = open_log()
    page.shows_line(2001, "line 2001")
    page.search.fill("needle")
    expect(page.count).to_have_text("1 of 1")
    expect(page.line(1)).to_be_in_viewport()
    page.scroll_to(18 * 1000)
    held = list[Route]()
    page.page.route("**/log/search*", lambda route: held.append(route))
    page.search.fill("nowhere")
    wait_for(lambda: page.numbers() and held, "a search")
    expect(page.count).to_have_text("searching…")
    assert min(page.numbers()) > 900
    held[0].continue_()
    page.page.unroute("**/log/search*")
    expect(page.count).to_have_text("no match")
    page.scroll_to(0)
    page.shows_line(1, "an old needle")
    expect(page.log.locator("[data-here]")).to_have_count(0)


def test_later_match_does_not_scroll(open_log: OpenLog, log: Log) -> None:
    log.fill(2000)
    page = open_log()
    page.shows_line(2000, "line 2000")
    page.search.fill("needle")
    expect(page.count).to_have_text("no match")
    page.scroll_to(18 * 1000)
    page.shows_line(1005, "line 1005")
    top = page.log.evaluate("box => box.scrollTop")
    log.write("a needle")
    expect(page.count).to_have_text("1")
    assert page.log.evaluate("box => box.scrollTop") == top
    page.search.press("Enter")
    expect(page.count).to_have_text("1 of 1")
    expect(page.line(2001)).to_be_in_viewport()


def test_level_filter_cleared_keeps_the_reading_position(open_log: OpenLog, log: Log) -> None:
    for number in range(120):
        log.fill(50)
        log.write(f"{STAMP} ERROR trouble {number}")
    page = open_log()
    page.shows_line(6120, "trouble 119")
    level = page.page.get_by_label("Level")
    level.select_option("error")
    expect(page.count).to_have_text("120")
    page.scroll_to(18 * 10)
    wait_for(lambda: 51 * 11 in page.numbers() and 51 * 120 not in page.numbers(), "the first errors")
    level.select_option("")
    page.shows_line(51 * 11, "trouble 10")
    expect(page.line(51 * 11)).to_be_in_viewport()
    page.shows_line(51 * 11 + 1, f"line {51 * 11 + 1}")
    level.select_option("error")
    page.search.fill("trouble 88")
    expect(page.line(51 * 89)).to_be_in_viewport()
    level.select_option("")
    expect(page.line(51 * 89 + 1)).to_be_in_viewport()


def test_next_match_by_keyboard_sets_the_permalink(open_log: OpenLog, log: Log) -> None:
    log.fill(300)
    page = open_log()
    page.shows_line(300, "line 300")
    page.search.fill("line 12")
    expect(page.count).to_have_text("11 of 11")
    assert page.js("location.hash") == ""
    page.search.press("Shift+Enter")
    wait_for(lambda: page.js("location.hash") == "#L128", "the match in the address")
    page.page.reload()
    page.shows_line(128, "line 128")
    expect(page.line(128)).to_be_in_viewport()


def test_search_results_are_announced_and_growth_is_not(open_log: OpenLog, log: Log) -> None:
    log.fill(1000)
    page = open_log()
    page.shows_line(1000, "line 1000")
    announcements = page.page.locator(".log [role=status]")
    page.search.fill("line")
    expect(announcements.first).to_have_text("1\u202f000 of 1\u202f000")
    page.scroll_to(18 * 300)
    log.fill(20)
    expect(page.count).to_have_text("1\u202f000 of 1\u202f020")
    expect(page.more).to_have_text("20 new lines ↓")
    log.fill(20)
    expect(page.more).to_have_text("40 new lines ↓")
    expect(page.count).to_have_text("1\u202f000 of 1\u202f040")
    assert announcements.all_inner_texts() == ["1\u202f000 of 1\u202f000", "20 new lines"]
    page.search.press("Shift+Enter")
    expect(announcements.first).to_have_text("999 of 1\u202f040")
