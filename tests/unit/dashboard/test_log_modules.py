"""JavaScript modules of the log and of a job's page, run by Node."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import jobs_app.dashboard.browser

BROWSER = Path(jobs_app.dashboard.browser.__file__).parent
LOG = """
const { Matches } = await import(FOLDER + "/log/log_matches.js");
const { Lines, PAGE } = await import(FOLDER + "/log/log_pages.js");

/** A server whose log has a match in every line; a portion holds `most` of them, and takes a while. */
function served(most) {
  const server = { asked: 0, reported: [], meanwhile() {}, async ask(after, before) {
    server.asked += 1;
    const lines = [];
    for (let line = before - 1; line > after && lines.length < most; line--) lines.push([line, `match ${line}`]);
    const last = lines.at(-1)?.[0] ?? 0;
    server.meanwhile();
    await new Promise((done) => setTimeout(done));
    return { lines, before: last > after + 1 ? last : 0 };
  } };
  server.matches = new Matches(server.ask, (found) => server.reported.push(found));
  return server;
}
const numbers = ({ lines, done, more }) =>
  ({ first: lines[0]?.[0], last: lines.at(-1)?.[0], count: lines.length, done, more,
     gaps: lines.filter(([line], at) => at && line !== lines[at - 1][0] + 1).length });
"""


def node(body: str) -> Any:
    """The result of a piece of JavaScript."""
    code = f"const FOLDER = {json.dumps(BROWSER.as_uri())};{LOG}" + (
        f"console.log(JSON.stringify((await (async () => {{{body}}})()) ?? null));"
    )
    command = [Path(sys.executable).with_name("node"), "--no-warnings", "--input-type=module", "-e", code]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)


def all_of(first: int, last: int, *, done: bool = True, more: bool = False) -> dict[str, Any]:
    return {"first": first, "last": last, "count": last - first + 1, "done": done, "more": more, "gaps": 0}


def test_search_finds_lines_that_arrive_meanwhile() -> None:
    found = node("""
        const server = served(100);
        let total = 1000;
        server.meanwhile = () => { if (total < 1500) server.matches.grow(total += 50); };
        await server.matches.search(total);
        await new Promise((done) => setTimeout(done, 200));
        return [numbers(server.matches.found), server.reported.every((one) => !numbers(one).gaps)];
    """)
    assert found == [all_of(1, 1500), True]


@pytest.mark.parametrize("fresh", [1, 999, 1000, 1001, 5000])
def test_new_matches_in_several_portions_are_complete(fresh: int) -> None:
    found = node(f"""
        const server = served(1000);
        await server.matches.search(10);
        await server.matches.grow(10 + {fresh});
        return numbers(server.matches.found);
    """)
    assert found == all_of(1, 10 + fresh)


def test_matches_above_ten_thousand_are_dropped_and_marked() -> None:
    found = node("""
        const all = [];
        for (const [total, then] of [[10_000, 0], [10_001, 0], [1_000_000, 0], [9_000, 12_000], [5, 1_000_000]]) {
          const server = served(1000);
          await server.matches.search(total);
          if (then) await server.matches.grow(then);
          all.push([numbers(server.matches.found), server.asked < 30]);
        }
        return all;
    """)
    assert found == [
        [all_of(1, 10_000), True],
        [all_of(2, 10_001, done=False, more=True), True],
        [all_of(990_001, 1_000_000, done=False, more=True), True],
        [all_of(2_001, 12_000, more=True), True],
        [all_of(990_001, 1_000_000, more=True), True],
    ]


def test_cancelled_search_reports_nothing() -> None:
    assert (
        node("""
        const reported = [];
        const matches = new Matches(async () => null, (found) => reported.push(found));
        await matches.search(100);
        await matches.grow(200);
        return reported;
    """)
        == []
    )


def test_missing_lines_are_requested_by_page() -> None:
    assert node("""
        const lines = new Lines();
        lines.add({ first: 1201, lines: ["a", "b"], total: 1202 });
        const asked = [lines.missing(1180, 1202), lines.missing(1200, 1202), lines.missing(400, 410)];
        lines.fill(1000, { first: 1001, lines: Array(200).fill("x") });
        return [...asked, lines.missing(1180, 1202), lines.missing(990, 1202), lines.text(1199), lines.text(1200)];
    """) == [1000, -1, 0, -1, 500, "x", "a"]


def test_line_numbers_without_a_row_become_empty_lines() -> None:
    assert node("""
        const lines = new Lines();
        lines.add({ first: 90_001, lines: ["end"], total: 90_001 });
        lines.fill(0, { first: 1, lines: ["1", "2"] });
        const next = lines.missing(0, 20);
        lines.fill(next, { first: 11, lines: ["11"] });
        const then = lines.missing(0, 20);
        lines.fill(then, { first: 80_001, lines: ["80001"] });
        return [next, then, lines.missing(0, 20), lines.text(9), lines.text(10), lines.text(11)];
    """) == [2, 11, -1, "", "11", ""]


def test_lines_in_view_are_kept_while_others_arrive() -> None:
    assert node("""
        const lines = new Lines(), page = Array(PAGE).fill("x");
        for (let number = 0; number < 12; number++) {
          lines.add({ first: 1 + number * PAGE, lines: page, total: (number + 1) * PAGE });
          lines.missing(80, 130);
        }
        return [lines.text(99), lines.text(PAGE), lines.text(12 * PAGE - 1)];
    """) == ["x", None, "x"]


def window(calls: str) -> Any:
    return node(f"""
        const {{ MOST, moved, grown }} = await import(FOLDER + "/log/log_window.js");
        const million = 1_000_000, half = MOST / 2;
        return [{calls}];
    """)


def test_log_window_height_stays_below_the_browser_limit() -> None:
    (most,) = window("MOST")
    assert 3 * 18 * most < 33_554_432 / 2


def test_log_window_moves_only_at_its_edges() -> None:
    assert window("""
        moved(0, 200, 1), moved(0, 200, 200), moved(0, million, 1), moved(0, million, half),
        moved(0, million, MOST - 500) === MOST - 500 - half, moved(half, million, half + 500),
        moved(0, million, 700_000) === 700_000 - half,
        moved(million - half, million, million) === million - half, moved(million - half, million, 1)
    """) == [0, 0, 0, 0, True, 500, True, True, 0]


def test_log_window_reaches_every_line() -> None:
    assert window("""
        (() => {
          let before = 0, line = 1, end = 0;
          for (; line < million; line += 50) { before = moved(before, million, line); end ||= before + MOST < line; }
          for (; line > 0; line -= 50) { before = moved(before, million, line); end ||= before >= line; }
          return [end, before];
        })()
    """) == [[False, 0]]


def test_log_window_follows_the_end_in_large_steps() -> None:
    assert window("""
        grown(0, 1000, true), grown(0, MOST, true), grown(0, MOST + 1, true) === half + 1,
        grown(half + 1, MOST + 2, true) === half + 1,
        grown(0, million, false), grown(0, million, true) === million - half,
        grown(million - half, 100, false), grown(0, 0, true)
    """) == [0, 0, True, True, 0, True, 0, 0]


def test_inactivity_text_names_heartbeat_or_progress() -> None:
    assert node("""
        const { inactivity } = await import(FOLDER + "/job/inactivity.js");
        const now = 1_800_000_000_000, ago = (seconds) => now - 1000 * seconds;
        return [inactivity(ago(80), ago(300), now), inactivity(null, ago(240), now), inactivity(null, null, now)];
    """) == ["no sign of life for 1 min 20 s", "no progress for 4 min", ""]
