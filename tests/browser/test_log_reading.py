"""Reading and filtering a log while it grows, with any content."""

import sqlite3

import pytest
from playwright.sync_api import Route, expect

from tests.browser.objects.job_log import STAMP, Log, OpenLog
from tests.browser.objects.jobs import Jobs
from tests.support.waiting import wait_for

LONG = "a line that is wrapped " * 30


@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.requirement("SC-005")
def test_visible_lines_do_not_move_while_older_ones_load(open_log: OpenLog, log: Log, wrap: bool) -> None:
    log.fill(5000, LONG if wrap else "line")
    page = open_log()
    page.shows_line(5000, " 5000")
    if wrap:
        page.page.get_by_role("button", name="Wrap").click()
        page.becomes_at_end()
    held = list[Route]()
    page.page.route("**/log?after=4000&*", lambda route: held.append(route))
    for _ in range(400):
        if page.line(4501).count() and page.is_in_sight(4501):
            break
        page.log.evaluate("box => { box.scrollTop -= box.clientHeight / 3 }")
        page.frames()
    wait_for(lambda: page.numbers() is not None and held, "a request for older lines")
    page.shows_line(4501, " 4501")
    expect(page.line(4500)).to_contain_text("…")
    page.frames()
    before = page.top_of(4501)
    for route in held:
        route.continue_()
    page.page.unroute("**/log?after=4000&*")
    page.shows_line(4500, " 4500")
    page.stays_at(4501, before)


def test_level_filter_shows_searching_then_the_count(open_log: OpenLog, log: Log) -> None:
    log.fill(100)
    log.write(f"{STAMP} ERROR trouble", f"{STAMP} DEBUG detail")
    page = open_log()
    page.shows_line(102, "detail")
    held = list[Route]()
    page.page.route("**/log/search*", lambda route: held.append(route))
    page.page.get_by_label("Level").select_option("error")
    wait_for(lambda: page.numbers() is not None and held, "a search")
    expect(page.log).to_have_text("Searching…")
    expect(page.count).to_have_text("searching…")
    held[0].continue_()
    page.page.unroute("**/log/search*")
    page.shows_line(101, "trouble")
    expect(page.count).to_have_text("1")
    page.page.get_by_label("Level").select_option("info")
    expect(page.count).to_have_text("101")
    page.search.fill("nowhere")
    expect(page.log).to_have_text("No such lines")
    expect(page.count).to_have_text("no match")


def test_level_filter_with_too_many_lines_marks_the_count(open_log: OpenLog, log: Log) -> None:
    log.write(*(f"{STAMP} ERROR trouble {number}" for number in range(1, 10_502)))
    page = open_log()
    page.shows_line(10_501, "trouble 10501")
    page.page.get_by_label("Level").select_option("error")
    expect(page.count).to_have_text("10\u202f000+")


def test_thousands_of_new_matches_in_one_poll_are_all_found(open_log: OpenLog, log: Log) -> None:
    log.fill(10)
    page = open_log()
    page.shows_line(10, "line 10")
    page.search.fill("line")
    expect(page.count).to_have_text("10 of 10")
    log.fill(2500)
    expect(page.count).to_have_text("10 of 2\u202f510")


def test_permalink_beyond_the_end_opens_the_end(open_log: OpenLog, log: Log) -> None:
    log.fill(2000)
    page = open_log("#L90000")
    page.shows_line(2000, "line 2000")
    page.becomes_at_end()
    log.fill(5)
    page.shows_line(2005, "line 2005")
    page.becomes_at_end()


def test_match_spans_colours(open_log: OpenLog, log: Log) -> None:
    log.write("one \x1b[31mer\x1b[32mr\x1b[0mor 31 end")
    page = open_log()
    page.shows_line(1, "one error 31 end")
    marks = page.line(1).locator("mark")
    page.search.fill("e ERROR 3")
    expect(page.count).to_have_text("1 of 1")
    expect(marks).to_have_text(["e error 3"])
    colours = marks.locator("span").evaluate_all("all => all.map(part => [part.textContent, part.className])")
    assert [text for text, _ in colours] == ["e ", "er", "r", "or 3"]
    assert [bool(name) for _, name in colours] == [False, True, True, False]
    page.search.fill("[31m")
    expect(page.count).to_have_text("no match")


def test_undecodable_bytes_are_shown_as_replacements(open_log: OpenLog, log: Log, jobs: Jobs) -> None:
    with sqlite3.connect(str(jobs.engine.url.database)) as connection:
        values = (log.job, b"caf\xe9 \xff\xfe", b"end")
        connection.execute("INSERT INTO job_log VALUES (?, 1, 2, CAST(? || x'0a' || ? AS TEXT))", values)
    connection.close()
    page = open_log()
    page.shows_line(2, "end")
    page.shows_line(1, "caf\ufffd \ufffd\ufffd")


def test_replaced_log_shows_only_its_own_lines(open_log: OpenLog, log: Log, jobs: Jobs) -> None:
    log.fill(700, "old")
    page = open_log()
    page.shows_line(700, "old 700")
    jobs.sql("DELETE FROM job_log")
    log.total = 0
    log.fill(900, "new")
    page.shows_line(900, "new 900")
    page.scroll_to(0)
    page.shows_line(1, "new 1")
    assert "old" not in page.log.inner_text()


def test_recreated_job_shows_only_its_own_lines(open_log: OpenLog, log: Log, jobs: Jobs) -> None:
    log.fill(700, "old")
    page = open_log()
    page.shows_line(700, "old 700")
    page.search.fill("old")
    expect(page.count).to_have_text("700 of 700")
    jobs.remove(log.job)
    expect(page.page.get_by_test_id("job-gone")).to_be_visible()
    jobs.add(id=log.job, status="running")
    log.total = 0
    log.fill(900, "new")
    page.shows_line(900, "new 900")
    page.scroll_to(0)
    page.shows_line(1, "new 1")
    assert "old" not in page.log.inner_text()
