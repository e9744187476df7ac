"""Rules that the server and the browser share give the same results in Python and in JavaScript."""

import json
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import jobs_app.dashboard.browser
from jobs_app.jobs.log_records import LEVEL_PATTERNS, LEVEL_WORDS, plain_lines
from jobs_app.jobs.search_query import MAX_TERMS, parse_search
from jobs_app.jobs.text import styled, styled_line, visible
from jobs_app.polling.schedule import delay, silence_limit
from tests.support.node import NODE

BROWSER = Path(jobs_app.dashboard.browser.__file__).parent
NOW = 1_800_000_000_000
LIVE = {
    "connected": True,
    "since": NOW - 3_600_000,
    "visible": True,
    "mode": "",
    "receivedAt": NOW - 1000,
    "received": True,
    "failing": None,
    "requested": 0,
    "nextTry": 0,
    "synchronized": True,
}


def run(module: str, function: str, *calls: list[Any]) -> list[Any]:
    """The result of a function of a JavaScript module for each list of arguments."""
    code = (
        f"import {{ {function} as f }} from {json.dumps((BROWSER / module).as_uri())};"
        "const calls = JSON.parse(await (await import('node:stream/consumers')).text(process.stdin));"
        "console.log(JSON.stringify(calls.map((args) => f(...args))))"
    )
    command = [*NODE, "--input-type=module", "-e", code]
    output = subprocess.run(command, check=True, capture_output=True, text=True, input=json.dumps(calls)).stdout
    results: list[Any] = json.loads(output)
    return results


@pytest.mark.requirement("FR-012")
def test_reconnect_delays_equal_the_poll_schedule() -> None:
    cases = [[failures, interval] for failures in range(60) for interval in (2, 5, 7.5, 30, 60)]
    assert run("connection/schedule.js", "delay", *cases) == [delay(*case) for case in cases]


def test_live_data_is_at_most_two_intervals_and_2_s_old() -> None:
    ages = [
        [LIVE | {"at": NOW - age, "took": took, "interval": interval}, NOW]
        for interval in (2, 5, 60)
        for took in (0, 3000, 20_000)
        for age in range(0, 300_000, 500)
    ]
    for (facts, _), shown in zip(ages, run("refresh/refresh_state.js", "refreshState", *ages), strict=True):
        if shown["state"] == "live":
            assert NOW - facts["at"] <= silence_limit(facts["interval"]) * 1000


STAMPS = {
    "2026-03-14T12:00:00Z": "2026-03-14T12:00:00+00:00",
    "2026-03-14 12:00:00,123 UTC": "2026-03-14T12:00:00.123+00:00",
    "2026-03-14T12:00:00.123456789+0200": "2026-03-14T12:00:00.123+02:00",
    "2026-03-14 12:00:00.5 -05": "2026-03-14T12:00:00.500-05:00",
    "2026-03-14T12:00:00 -05:30": "2026-03-14T12:00:00-05:30",
}
LEVELS = {word: level.upper() for level, words in LEVEL_WORDS.items() for word in words}


@pytest.mark.parametrize("word", LEVELS)
def test_log_levels_are_parsed_alike(word: str) -> None:
    lines = [f"{stamp} {word} text" for stamp in STAMPS]
    parsed = run("log/log_prefix.js", "parseLine", *([line] for line in lines))
    times = [round(datetime.fromisoformat(moment).timestamp() * 1000) for moment in STAMPS.values()]
    assert [line["time"] for line in parsed] == times
    assert {(line["level"], line["word"], line["text"]) for line in parsed} == {(LEVELS[word], word, "text")}
    assert all(LEVEL_PATTERNS[LEVELS[word].lower()].match(line) for line in lines)


@pytest.mark.parametrize("line", ["ERROR text", "2026-03-14T12:00:00 ERROR text", "2026-03-14T12:00:00Z ERRORS text"])
def test_other_lines_have_no_level_in_either(line: str) -> None:
    assert run("log/log_prefix.js", "parseLine", [line]) == [
        {"time": 0, "level": "", "word": "", "text": line, "overwritten": []}
    ]
    assert not LEVEL_PATTERNS["debug"].match(line)


STAMP = "2026-03-14T12:00:00.000Z"
LINES = [
    "plain",
    "10%\r50%\r100%",
    "10%\r100%\r",
    "windows\r",
    "\r\r",
    "",
    "\r\x1b[0m",
    "100%\x1b[K\r\x1b[0m",
    "\x1b[32m10%\r20%\x1b[0m",
    f"{STAMP} INFO 10%\r20%",
    f"{STAMP} ERROR \r",
    f"50%|██\r{STAMP} ERROR mixed",
    f"50%|██\r{STAMP} ERROR mixed\rlast",
    f"\x1b[31m{STAMP} \x1b[1mERROR\x1b[0m coloured prefix",
    f"\x1b[2K\x1b[1G{STAMP} WARNING cleared line",
    "\x1b]0;title\x07text \x1b]2;title\x1b\\more",
    "\x1b]8;;https://example.org/a?b=1\x1b\\link\x1b]8;;\x1b\\ end",
    "\x1b]8;id=1;javascript:alert(1)\x07bad\x1b]8;;\x07 end",
    "\x1b(B\x1b)0\x1b%Gsets \x1b7\x1b[?25lhidden cursor\x1b8\x1bM\x1b=",
    "\x1bP1$r0m\x1b\\device \x1b_apc\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\strings",
    "\x1b[38:2::255:135:0mcolons\x1b[m \x1b[4:3mcurly\x1b[24m",
    "unfinished \x1b[3",
    "unfinished \x1b]0;title",
    "stray \x1b and \x1b\x1b[31m red \x1b[>4;1mprivate",
    "nested \x1b\x1b[2K[31m not red",
    "pictures ␛[31m are text",
    "\a bell \b backspace \u202e turned \x9b31m",
]


def shown_by_the_browser(lines: list[str]) -> list[str]:
    """What the browser shows of log lines that the server sent: the level of warnings and errors, and the text."""
    parsed = run("log/log_prefix.js", "parseLine", *([line] for line in lines))
    texts = run("terminal/terminal_text.js", "withoutStyles", *([line["text"]] for line in parsed))
    return [f"{line['word']}: {text}" for line, text in zip(parsed, texts, strict=True)]


def searched_by_the_server(line: str) -> str:
    plain = plain_lines(line)
    prefix = LEVEL_PATTERNS["debug"].match(plain)
    word = prefix[0].split()[-1] if prefix else ""
    return f"{word}: {visible(plain[prefix.end() if prefix else 0 :], 10_000)}"


def assert_shown_as_searched(lines: list[str]) -> None:
    assert shown_by_the_browser([styled_line(line, 10_000) for line in lines]) == list(
        map(searched_by_the_server, lines)
    )


def test_searched_text_of_a_log_line_is_the_shown_one() -> None:
    assert_shown_as_searched(LINES)


PIECES = [
    "\x1b",
    "[",
    "]",
    "8;;",
    "0;",
    "31m",
    "2K",
    "(B",
    "\r",
    "\a",
    "\x1b\\",
    "P",
    "a",
    f"{STAMP} ERROR ",
    "https://x",
    "ä",
]


@settings(max_examples=20, deadline=None)
@given(some.lists(some.lists(some.sampled_from(PIECES), max_size=12).map("".join), min_size=30, max_size=60))
def test_shown_and_searched_text_of_any_sequences_are_equal(lines: list[str]) -> None:
    assert_shown_as_searched(lines)
    parts = run("terminal/terminal_text.js", "withoutStyles", *([styled(line, 10_000)] for line in lines))
    assert not any("\x1b" in part or "\r" in part for part in parts)


def test_styles_of_the_server_are_those_of_the_browser() -> None:
    for line, parts in zip(
        LINES, run("terminal/styled_parts.js", "styledParts", *([styled(one, 999)] for one in LINES)), strict=True
    ):
        assert not any("\x1b" in part["text"] for part in parts), line


@settings(max_examples=10, deadline=None)
@given(some.lists(some.text('ab ":\t', max_size=12), min_size=50, max_size=100))
def test_terms_of_a_search_are_written_alike(searches: list[str]) -> None:
    """What the browser offers to remove is what the server looks for."""
    written = run("search/search_terms.js", "writtenTerms", *([search] for search in searches))
    for search, terms in zip(searches, written, strict=True):
        read = [term for each in terms for term in parse_search(each)]
        assert len(set(terms)) > MAX_TERMS or tuple(dict.fromkeys(read)) == parse_search(search), search
