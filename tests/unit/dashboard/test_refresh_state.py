"""Rules that run in the browser, run here by Node on the same files."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import jobs_app.dashboard.browser
from jobs_app.polling.schedule import delay, silence_limit

BROWSER = Path(jobs_app.dashboard.browser.__file__).parent
NOW = 1_800_000_000_000
FACTS = {
    "connected": True,
    "since": NOW - 3_600_000,
    "visible": True,
    "mode": "",
    "at": NOW - 1000,
    "took": 0,
    "heard": NOW - 1000,
    "fresh": True,
    "failing": None,
    "interval": 5,
    "asked": 0,
    "nextTry": 0,
    "timed": True,
}


def failing(due: int, now: int = NOW - 1000, count: int = 1) -> dict[str, Any]:
    """A poll that failed a second ago; the next is due in so many milliseconds."""
    return {"count": count, "reason": "the database cannot be reached", "now": now, "due": NOW + due}


def run(module: str, function: str, *calls: list[Any]) -> list[Any]:
    """The result of a function of a JavaScript module for each list of arguments."""
    code = (
        f"import {{ {function} as f }} from {json.dumps((BROWSER / module).as_uri())};"
        "const calls = JSON.parse(await (await import('node:stream/consumers')).text(process.stdin));"
        "console.log(JSON.stringify(calls.map((args) => f(...args))))"
    )
    node = [Path(sys.executable).with_name("node"), "--no-warnings", "--input-type=module", "-e", code]
    output = subprocess.run(node, check=True, capture_output=True, text=True, input=json.dumps(calls)).stdout
    answers: list[Any] = json.loads(output)
    return answers


def state(**facts: Any) -> str:
    now = facts.pop("now", NOW)
    return str(run("refresh/refresh_state.js", "refreshState", [FACTS | facts, now])[0]["state"])


@pytest.mark.requirement("FR-012")
def test_reconnect_delays_equal_the_poll_schedule() -> None:
    cases = [[failures, interval] for failures in range(60) for interval in (2, 5, 7.5, 30, 60)]
    assert run("connection/schedule.js", "delay", *cases) == [delay(*case) for case in cases]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "live"),
        ({"at": NOW - 5001}, "refreshing"),
        ({"at": NOW - 5900, "took": 1000}, "live"),
        ({"at": NOW - 6001, "took": 1000}, "refreshing"),
        ({"at": NOW - 12_001, "took": 11_000}, "refreshing"),
        ({"asked": NOW}, "refreshing"),
        ({"fresh": False}, "refreshing"),
        ({"heard": NOW - 12_001}, "offline"),
        ({"at": NOW - 3_600_000}, "refreshing"),
        ({"timed": False}, "refreshing"),
        ({"connected": False}, "offline"),
        ({"connected": False, "since": NOW - 1000}, "live"),
        ({"mode": "paused"}, "paused"),
        ({"mode": "off"}, "paused"),
        ({"mode": "paused", "at": NOW - 3_000_000}, "paused"),
        ({"mode": "paused", "connected": False}, "offline"),
        ({"visible": False}, "paused"),
        ({"failing": failing(4000)}, "retrying"),
        ({"failing": failing(100_000, count=9), "at": NOW - 600_000}, "retrying"),
        ({"failing": failing(-7001, NOW - 12_001), "at": NOW - 600_000, "heard": NOW - 12_001}, "offline"),
        ({"failing": failing(4000), "asked": NOW}, "retrying"),
        ({"failing": failing(4000), "mode": "paused"}, "paused"),
        ({"failing": failing(4000), "mode": "off"}, "paused"),
        ({"failing": failing(4000), "visible": False}, "paused"),
        ({"failing": failing(4000), "mode": "paused", "asked": NOW}, "refreshing"),
        ({"failing": failing(4000), "mode": "paused", "connected": False}, "offline"),
        ({"at": NOW - 600_000, "heard": NOW - 600_000, "since": NOW - 500, "fresh": False}, "refreshing"),
    ],
)
@pytest.mark.requirement("FR-015")
def test_refresh_state_follows_the_table(facts: dict[str, Any], expected: str) -> None:
    assert state(**facts) == expected


def test_paused_page_has_no_next_attempt() -> None:
    for resting in ({"mode": "paused"}, {"mode": "off"}, {"visible": False}):
        facts = FACTS | {"failing": failing(4000)} | resting
        assert run("refresh/refresh_state.js", "refreshState", [facts, NOW]) == [{"state": "paused", "next": 0}]


def test_live_data_is_at_most_two_intervals_and_2_s_old() -> None:
    ages = [
        [FACTS | {"at": NOW - age, "took": took, "interval": interval}, NOW]
        for interval in (2, 5, 60)
        for took in (0, 3000, 20_000)
        for age in range(0, 300_000, 500)
    ]
    for (facts, _), shown in zip(ages, run("refresh/refresh_state.js", "refreshState", *ages), strict=True):
        if shown["state"] == "live":
            assert NOW - facts["at"] <= silence_limit(facts["interval"]) * 1000


def test_durations_and_ages_are_formatted() -> None:
    ago = run(
        "format/format_time.js",
        "ago",
        *([NOW - age, NOW] for age in (0, 3000, 59_999, 60_000, 3_599_000, 7_200_000, 400_000_000)),
    )
    assert ago == ["now", "3 s ago", "59 s ago", "1 min ago", "59 min ago", "2 h ago", "4 d ago"]
    assert run("format/format_time.js", "ago", [NOW + 30_000, NOW], [NOW + 300_000, NOW]) == ["now", "in 5 min"]
    durations = run("format/format_time.js", "duration", [0], [7000], [725_000], [3_723_000], [273_900_000])
    assert durations == ["0:00", "0:07", "12:05", "1:02:03", "3 d 04:05"]
    assert run("format/format_time.js", "iso", [0], [NOW], [9e99]) == [
        "",
        datetime.fromtimestamp(NOW / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "",
    ]
