"""Logs, errors and tracebacks as a terminal shows them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.objects.job_log import STAMP, Log, OpenLog
from tests.browser.objects.job_screen import OpenJob
from tests.browser.objects.jobs import Jobs
from tests.support.waiting import wait_for

MIN_CONTRAST = 4.5
CONTRASTS = """selector => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  };
  const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const backgrounds = (one) => (one ? [...backgrounds(one.parentElement), getComputedStyle(one).backgroundColor] : []);
  return [...document.querySelectorAll(selector)].map((one) => {
    const under = backgrounds(one);
    const both = [under, [...under, getComputedStyle(one).color]].map(paint).map(luminance);
    const [dark, light] = both.sort((a, b) => a - b);
    return [one.textContent, (light + 0.05) / (dark + 0.05)];
  });
}"""
CODES = [
    *(f"{code}" for code in (*range(30, 38), *range(90, 98), *range(40, 48), *range(100, 108))),
    *(f"{fore};{back}" for fore in (30, 31, 37, 93) for back in (40, 41, 42, 47, 103)),
    *("7", "2", "2;31", "2;7", "7;33", "7;44", "7;33;44"),
    *(f"38;5;{index}" for index in (0, 16, 21, 226, 231, 232, 255)),
    *(f"48;5;{index}" for index in (16, 21, 208, 226, 244, 255)),
    *("38;2;255;255;0", "48;2;119;119;119", "38:2::255:255:0", "38;2;1;2;3;48;2;3;2;1"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_terminal_colours_have_contrast_in_both_themes(open_log: OpenLog, log: Log, scheme: str) -> None:
    log.write(*(f"{STAMP} {level} \x1b[{code}mtext {code}\x1b[0m" for code in CODES for level in ("INFO", "ERROR")))
    page = open_log(f"#L{2 * len(CODES)}")
    page.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.shows_line(2 * len(CODES), f"text {CODES[-1]}")
    page.log.evaluate("box => { box.style.height = '4000px' }")
    wait_for(lambda: len(page.numbers()) == 2 * len(CODES), "all lines")
    wait_for(lambda: is_dark(page.page) == (scheme == "dark"), scheme)
    measured = page.page.evaluate(CONTRASTS, ".log-text span")
    assert len(measured) == 2 * len(CODES)
    assert [(text, ratio) for text, ratio in measured if ratio < MIN_CONTRAST] == []


def is_dark(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.classList.contains('dark')"))


def test_backgrounds_and_attributes_are_shown(open_log: OpenLog, log: Log) -> None:
    log.write(
        "\x1b[41mred\x1b[0m \x1b[48;5;21mblue\x1b[0m \x1b[48;2;10;200;30mgreen\x1b[49m none",
        "\x1b[1mbold\x1b[22m \x1b[3mitalic\x1b[23m \x1b[4mline\x1b[9mboth\x1b[0m \x1b[7mreverse\x1b[27m rest",
    )
    page = open_log()
    page.shows_line(2, "bold italic lineboth reverse rest")

    def style(text: str, name: str) -> str:
        part = page.log.locator(".log-text > span").get_by_text(text, exact=True)
        return str(part.evaluate("(one, name) => getComputedStyle(one)[name]", name))

    assert [style(name, "backgroundColor") for name in ("red", "blue", "green")] == [
        "rgb(205, 49, 49)",
        "rgb(0, 0, 255)",
        "rgb(10, 200, 30)",
    ]
    assert (style("bold", "fontWeight"), style("italic", "fontStyle")) == ("700", "italic")
    assert style("line", "textDecorationLine") == "underline"
    assert style("both", "textDecorationLine") == "underline line-through"
    assert style("reverse", "backgroundColor") == page.page.evaluate("getComputedStyle(document.body).color")


def test_overwritten_states_are_shown_on_demand(open_log: OpenLog, log: Log) -> None:
    log.write(
        f"{STAMP} INFO one\r", f"{STAMP} INFO \x1b[32m 10%\r 50%\r100%\x1b[0m\r", "two\r", "x" * 30_000 + "\rlast"
    )
    page = open_log()
    page.shows_line(4, "last")
    expect(page.line(1).locator(".log-text")).to_have_text("one")
    expect(page.line(2).locator(".log-text")).to_have_text("100%")
    expect(page.line(2).locator(".log-text span")).to_have_class("term-fore")
    expect(page.log.get_by_role("button")).to_have_count(2)
    button = page.line(2).get_by_role("button", name="Full line 2")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.line(2).locator(".log-overwritten")).to_have_text([" 10%", " 50%"])
    page.search.fill("50%")
    expect(page.count).to_have_text("no match")
    page.search.fill("100%")
    expect(page.count).to_have_text("1 of 1")
    expect(page.line(2).locator("mark")).to_have_text("100%")
    button.press("Enter")
    expect(page.line(2).locator(".log-overwritten")).to_have_count(0)


def test_hyperlinks_of_a_terminal_lead_to_web_pages_only(open_log: OpenLog, log: Log) -> None:
    def link(url: str) -> str:
        return f"\x1b]8;;{url}\x1b\\to {url[:10]}\x1b]8;;\x1b\\ end"

    addresses = [
        "https://example.org/a?b=c",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        " https://x",
    ]
    log.write(*map(link, addresses))
    page = open_log()
    page.shows_line(5, "end")
    found = page.log.locator(".log-text a")
    expect(found).to_have_count(1)
    expect(found).to_have_attribute("href", addresses[0])
    expect(found).to_have_attribute("rel", "noopener noreferrer")
    expect(page.line(2).locator(".log-text")).to_have_text("to javascript end")


def test_errors_and_tracebacks_have_colours_and_copy_plain_text(open_job: OpenJob, jobs: Jobs) -> None:
    coloured = "\x1b[1;31mValueError\x1b[0m: \x1b]0;title\x07bad\r\nmore"
    (job,) = jobs.add(
        status="failed", error_message=coloured, error_traceback=f"\x1b[2KFile \x1b[35m1\x1b[0m\n{coloured}"
    )
    page = open_job(job)
    pre = page.detail.locator(".outcome.failed pre")
    expect(pre.first).to_have_text("ValueError: bad\nmore")
    expect(pre.first.locator(".term-bold.term-fore")).to_have_text("ValueError")
    page.detail.get_by_role("button", name="Copy the error").click()
    wait_for(lambda: page.js("navigator.clipboard.readText()") == "ValueError: bad\nmore", "the copied error")
    page.detail.get_by_text("Traceback", exact=True).click()
    expect(pre.last.locator(".term-fore")).to_have_text(["1", "ValueError"])
    expect(pre.last).to_have_text("File 1\nValueError: bad\nmore")


def test_level_filter_shows_tracebacks_of_new_errors_too(open_log: OpenLog, log: Log) -> None:
    log.fill(600)
    log.write(f"{STAMP} ERROR boom", "Traceback", "  File x", f"{STAMP} INFO fine", "not an error")
    page = open_log()
    page.shows_line(605, "not an error")
    page.page.get_by_label("Level").select_option("error")
    wait_for(lambda: page.numbers() == [601, 602, 603], lambda: f"a record: {page.numbers()}")
    log.write(f"{STAMP} ERROR again")
    page.shows_line(606, "again")
    log.write("ValueError: later")
    page.shows_line(607, "ValueError: later")
    log.write(f"{STAMP} INFO fine", "no part")
    page.next_poll()
    assert page.numbers() == [601, 602, 603, 606, 607]


def test_log_of_several_days_marks_their_beginning(open_log: OpenLog, log: Log) -> None:
    for day in (14, 15, 15, 17):
        log.write(*(f"2026-03-{day}T12:00:00.000Z INFO day {day} {number}" for number in range(300)), "no time", "none")
    page = open_log()
    days = page.log.locator(".log-day")
    page.shows_line(1208, "none")
    page.page.evaluate("location.hash = '#L303'")
    page.shows_line(303, "day 15 0")
    expect(page.line(303).locator(".log-day")).to_have_text("2026-03-15")
    expect(days).to_have_count(1)
    page.page.evaluate("location.hash = '#L907'")
    expect(page.line(907).locator(".log-day")).to_have_text("2026-03-17")
    expect(page.line(907)).to_be_in_viewport()
    expect(days).to_have_count(1)
    page.page.evaluate("""() => {
      const text = (n) => document.querySelector(`[data-line="${n}"] .log-text`);
      getSelection().setBaseAndExtent(text(904), 0, text(907), 1);
    }""")
    page.page.keyboard.press("Control+c")
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert copied.split("\n")[-1] == "day 17 0"
    assert "2026" not in copied
