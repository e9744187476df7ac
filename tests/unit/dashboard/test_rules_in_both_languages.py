"""Rules that the server and the browser share give the same results in Python and in JavaScript."""

import json
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import jobs_app.dashboard.browser
from jobs_app.polling.schedule import delay, silence_limit
from jobs_app.queries.log_search import LEVEL_PATTERNS, LEVEL_WORDS
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
    assert run("log/log_prefix.js", "parseLine", [line]) == [{"time": 0, "level": "", "word": "", "text": line}]
    assert not LEVEL_PATTERNS["debug"].match(line)
