"""The log of a job: following, loading, searching, copying."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.objects.job_log import STAMP, Log, OpenLog
from tests.browser.objects.job_screen import JobScreen
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for


@pytest.mark.requirement("FR-014", "US2.3")
def test_log_opens_at_its_end_and_follows(open_log: OpenLog, log: Log) -> None:
    log.fill(3000)
    page = open_log()
    page.shows_line(3000, "line 3000")
    page.becomes_at_end()
    log.fill(700, "more")
    page.shows_line(3700, "more 3700")
    page.becomes_at_end()
    expect(page.more).to_have_count(0)


def test_older_lines_load_without_moving_the_text(open_log: OpenLog, log: Log) -> None:
    log.fill(5000)
    page = open_log()
    page.shows_line(5000, "line 5000")
    page.log.evaluate("box => { box.scrollTop = box.scrollHeight - box.clientHeight - 20000 }")
    top = page.log.evaluate("box => box.scrollTop")
    wait_for(lambda: "…" not in page.log.inner_text() and min(page.numbers()) < 4000, "older lines")
    assert page.log.evaluate("box => box.scrollTop") == top
    page.scroll_to(0)
    page.shows_line(1, "line 1")


@pytest.mark.requirement("FR-014", "SC-005")
def test_log_above_the_end_stays_and_counts_new_lines(open_log: OpenLog, log: Log) -> None:
    log.fill(1000)
    page = open_log()
    page.shows_line(1000, "line 1000")
    page.scroll_to(9000)
    wait_for(lambda: 510 in page.numbers())
    before = page.line(510).bounding_box()
    log.fill(120)
    expect(page.more).to_have_text("120 new lines ↓")
    assert page.line(510).bounding_box() == before
    log.fill(3)
    expect(page.more).to_have_text("123 new lines ↓")
    page.more.click()
    page.shows_line(1123, "line 1123")
    page.becomes_at_end()
    expect(page.more).to_have_count(0)
    log.fill(5)
    page.shows_line(1128, "line 1128")
    page.becomes_at_end()


@pytest.mark.requirement("FR-014")
def test_last_lines_of_a_job_that_ends_are_shown(open_log: OpenLog, log: Log, jobs: Jobs) -> None:
    log.fill(10)
    page = open_log()
    page.shows_line(10, "line 10")
    page.next_poll()
    log.fill(3)
    jobs.change(log.job, status="completed", completed_at=datetime.now(UTC))
    expect(page.detail).to_have_attribute("data-status", "completed")
    page.shows_line(13, "line 13")


@pytest.mark.requirement("FR-014")
def test_many_lines_between_two_polls_leave_no_gap(open_log: OpenLog, log: Log) -> None:
    log.fill(10)
    page = open_log()
    page.shows_line(10, "line 10")
    log.fill(4000)
    page.shows_line(4010, "line 4010")
    page.scroll_to(18 * 2000)
    wait_for(lambda: 2010 in page.numbers(), "the place scrolled to")
    wait_for(lambda: "…" not in page.log.inner_text(), "the lines between")
    numbers = [number for number in page.numbers() if 1990 < number < 2030]
    assert numbers == list(range(1991, 2030))
    page.shows_line(2010, "line 2010")


@pytest.mark.requirement("SC-005")
def test_log_selection_survives_updates_and_copies_text_only(open_log: OpenLog, log: Log) -> None:
    log.fill(300)
    page = open_log()
    page.shows_line(300, "line 300")
    page.page.evaluate("""() => {
      const text = (n) => document.querySelector(`[data-line="${n}"] .log-text`);
      getSelection().setBaseAndExtent(text(297), 0, text(298), 1);
    }""")
    chosen = page.page.evaluate("String(getSelection())")
    log.fill(200)
    expect(page.more).to_have_text("200 new lines ↓")
    assert page.page.evaluate("String(getSelection())") == chosen
    page.page.keyboard.press("Control+c")
    assert page.page.evaluate("navigator.clipboard.readText()").split() == ["line", "297", "line", "298"]


def test_log_search_covers_the_whole_log_with_next_and_previous(open_log: OpenLog, log: Log) -> None:
    log.fill(500)
    log.write("a NEEDLE here")
    log.fill(5000)
    log.write("another needle")
    log.fill(200)
    page = open_log()
    page.shows_line(5702, "line 5702")
    page.page.keyboard.press("/")
    page.page.keyboard.insert_text("needle")
    count = page.page.get_by_test_id("log-count")
    expect(count).to_have_text("2 of 2")
    expect(page.line(5502).locator("mark")).to_have_text("needle")
    page.page.keyboard.press("Shift+Enter")
    expect(count).to_have_text("1 of 2")
    expect(page.line(501)).to_be_in_viewport()
    expect(page.line(501).locator("mark")).to_have_text("NEEDLE")
    page.page.keyboard.press("Enter")
    expect(page.line(5502)).to_be_in_viewport()
    log.write("a third needle")
    expect(count).to_have_text("2 of 3")
    page.search.fill("(a+)+$")
    expect(count).to_have_text("no match")
    page.search.fill("")
    expect(count).to_have_text("")


@pytest.mark.requirement("FR-014")
def test_level_filter_also_applies_to_new_lines(open_log: OpenLog, log: Log) -> None:
    for number in range(20):
        log.fill(400)
        log.write(f"{STAMP} {'ERROR' if number % 2 else 'WARNING'} trouble {number}")
    page = open_log()
    page.shows_line(8020, "trouble 19")
    page.page.get_by_label("Level").select_option("error")
    wait_for(lambda: page.numbers() == [802 * step for step in range(1, 11)], lambda: f"ten lines: {page.numbers()}")
    log.fill(10)
    log.write(f"{STAMP} ERROR fresh trouble")
    page.shows_line(8031, "fresh trouble")
    page.page.get_by_label("Level").select_option("")
    page.shows_line(8031, "fresh trouble")
    page.shows_line(8030, "line 8030")


def test_permalink_opens_the_log_at_its_line(open_log: OpenLog, log: Log) -> None:
    log.fill(4000)
    page = open_log("#L120")
    page.shows_line(120, "line 120")
    expect(page.line(120)).to_be_in_viewport()
    expect(page.line(120).locator(".log-line")).to_have_attribute("data-here", "true")
    loaded = page.page.evaluate("performance.timeOrigin")
    page.line(123).get_by_label("Line 123").click()
    wait_for(lambda: page.page.evaluate("location.hash") == "#L123")
    expect(page.line(123).locator(".log-line")).to_have_attribute("data-here", "true")
    log.fill(10)
    page.next_poll()
    expect(page.line(123)).to_be_in_viewport()
    assert page.page.evaluate("performance.timeOrigin") == loaded


def test_wrap_and_times_settings_are_remembered(open_log: OpenLog, log: Log) -> None:
    log.write(f"{STAMP} INFO {'long ' * 400}", f"{STAMP} INFO end")
    page = open_log()
    page.shows_line(2, "end")
    assert page.line(2).locator(".log-time").count() == 1
    assert page.line(1).bounding_box()["height"] == 18  # type: ignore[index]
    page.page.get_by_role("button", name="Wrap").click()
    wait_for(lambda: page.line(1).bounding_box()["height"] > 100, "wrapped lines")  # type: ignore[index]
    page.page.get_by_role("button", name="Times").click()
    expect(page.line(2).locator(".log-time")).to_have_count(0)
    page.page.reload()
    page.shows_line(2, "end")
    assert page.line(1).bounding_box()["height"] > 100  # type: ignore[index]
    expect(page.line(2).locator(".log-time")).to_have_count(0)


def test_download_contains_the_whole_log(open_log: OpenLog, log: Log) -> None:
    log.fill(3000)
    page = open_log()
    page.shows_line(3000, "line 3000")
    with page.page.expect_download() as download:
        page.page.get_by_role("link", name="Download").click()
    lines = download.value.path().read_text().splitlines()
    assert (len(lines), lines[0], lines[-1]) == (3000, f"{STAMP} INFO line 1", f"{STAMP} INFO line 3000")
    page.next_poll()
    page.next_poll()
    assert page.fact("state") in ("live", "refreshing")


def test_hostile_lines_are_shown_as_text(open_log: OpenLog, log: Log) -> None:
    log.write(
        f"{STAMP} INFO \x1b[31mred\x1b[0m plain \x1b[2J\x1b]0;title\x07",
        "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>",
        "x" * 1_000_000,
        "turned \u202e round \0".replace("\0", "␀"),
        "the end",
    )
    page = open_log()
    page.shows_line(5, "the end")
    expect(page.line(1).locator(".term-fore")).to_have_text("red")
    expect(page.line(1).locator(".log-text")).to_have_text("red plain ")
    expect(page.line(2)).to_contain_text("<script>window.hacked = 1</script>")
    expect(page.line(4)).to_contain_text("turned <U+202E> round ␀")
    assert page.page.evaluate("window.hacked") is None
    assert len(page.line(3).inner_text()) < 10_100
    width = page.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


@pytest.mark.requirement("FR-014")
def test_log_updates_contain_only_new_lines(open_log: OpenLog, log: Log) -> None:
    log.fill(2000)
    page = open_log()
    page.shows_line(2000, "line 2000")
    frames: list[str] = []
    page.page.on("websocket", lambda socket: socket.on("framereceived", lambda text: frames.append(str(text))))
    page.page.reload()
    page.shows_line(2000, "line 2000")
    page.next_poll()
    frames.clear()
    log.fill(10, "fresh")
    page.shows_line(2010, "fresh 2010")
    update = next(text for text in frames if "fresh 2010" in text)
    assert "line 2000" not in update
    assert len(update) < 300 + 2 * 10 * len(f"{STAMP} INFO fresh 2010")


@pytest.mark.requirement("FR-014", "FR-011")
def test_lost_lines_are_requested_again(open_log: OpenLog, log: Log) -> None:
    log.fill(100)
    page = open_log()
    page.shows_line(100, "line 100")
    page.page.context.set_offline(True)
    log.fill(50)
    page.state("offline")
    log.fill(50)
    page.page.context.set_offline(False)
    page.shows_line(200, "line 200")
    page.scroll_to(18 * 100)
    wait_for(lambda: "…" not in page.log.inner_text(), "lines 101 to 150")


@pytest.mark.own_server
@pytest.mark.requirement("FR-014", "SC-004")
def test_log_after_a_backend_restart_continues(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], log: Log
) -> None:
    log.fill(5000)
    server = serve(poll_interval_seconds=2)
    page = JobScreen(open_page(f"{server.url}/jobs/{log.job}").page)
    page.shows_line(5000, "line 5000")
    server.kill()
    page.state("offline")
    page.scroll_to(18 * 1000)
    wait_for(lambda: page.line(1005).count() == 1)
    expect(page.line(1005)).to_contain_text("…")
    server.start()
    page.shows_line(1005, "line 1005")
