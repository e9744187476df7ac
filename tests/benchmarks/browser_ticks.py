"""The cost of one poll on the network and in the browser; hidden tabs cost nothing."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from jobs_app.dashboard.pages.job_list import MAX_CHANGED_ROWS
from tests.benchmarks.dashboard import browser, dashboard
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.tabs import Tab
from tests.browser.test_live_updates import WATCH_DOM
from tests.support.waiting import wait_for

TICKS = 8
RUNNING: dict[str, Any] = {"status": "running", "total_count": 100_000, "processed_count": 10, "item_unit": "files"}


def figures() -> Iterator[dict[str, Any]]:
    with dashboard(poll_interval_seconds=2) as (server, jobs), browser() as chromium:
        ids = jobs.add(10, **RUNNING) + jobs.add(40, created_at=datetime.now(UTC) - timedelta(hours=1))
        tab = chromium.open(f"{server.url}/jobs")
        tab.call("Performance.enable")
        tab.state("live")
        _tick(tab)
        idle = _per_interval(tab, paused=True)
        calm = _per_interval(tab, paused=False) - idle
        tab.js(f"({WATCH_DOM})()")
        quiet = [_tick(tab) for _ in range(TICKS)]
        untouched = len(tab.js("window.seen"))
        one = [_tick(tab, lambda step=step: jobs.change(ids[7], processed_count=20 + step)) for step in range(TICKS)]
        touched = {seen.split(" ", 1)[1] for seen in tab.js("window.seen")}
        others = [
            _tick(tab, lambda job=job: jobs.change(job, processed_count=30))[0]
            for job in ids[10 : 12 + MAX_CHANGED_ROWS]
        ]
        added = [_tick(tab, lambda: _add(jobs)) for _ in range(4)]
        hidden, back = _hidden(tab, jobs, ids[3])
    yield _row("bytes per tick, nothing changed", max(b for b, _ in quiet), "B", "< 250")
    yield _row("bytes per tick, one of 50 jobs changed", max(b for b, _ in one), "B", "< 700")
    for what, size in (("median", statistics.median(others)), ("largest: all rows are sent anew", max(others))):
        yield _row(f"bytes per tick, another one of 50 jobs changed each time, {what}", size, "B", "")
    yield _row("bytes per tick, one job added on top", max(b for b, _ in added), "B", "< 6000")
    yield _row("DOM mutations outside status and times, nothing changed, 8 ticks", untouched, "", "0")
    yield _row("cells touched when one of 50 jobs changed", len(touched), "", "1")
    yield _row("browser main thread in 2 s without a poll: clock and ticking times", round(idle, 1), "ms", "")
    yield _row("browser main thread per tick on top of that, nothing changed (mean of 8)", round(calm, 1), "ms", "< 3")
    yield _row("browser main thread per tick, one row changed, all included (median)", _median(one), "ms", "< 15")
    yield _row("messages to a really hidden tab in 30 s", hidden, "", "0")
    yield _row("hidden tab shown again: time to fresh data", round(back, 2), "s", "< 0.3")


def _row(name: str, value: object, unit: str, target: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "target": target}


def _median(ticks: list[tuple[int, float]]) -> float:
    return round(statistics.median(ms for _, ms in ticks), 1)


def _add(jobs: Jobs) -> None:
    jobs.add(**RUNNING)


def _tick(tab: Tab, change: Callable[[], object] = lambda: None) -> tuple[int, float]:
    """Bytes and main-thread milliseconds of the next tick, after a change.

    The milliseconds are script, style and layout from just before the message to 0.4 s after it; nothing is
    evaluated in the page meanwhile.
    """
    change()
    before, spent = len(tab.messages), _spent(tab)
    while len(tab.messages) == before:
        latest = _spent(tab)
        spent = latest if len(tab.messages) == before else spent
    until = time.monotonic() + 0.4
    wait_for(lambda: time.monotonic() > until)
    cost = (_spent(tab) - spent) * 1000
    return sum(len(message.encode()) for message in tab.messages[before:]), cost


def _per_interval(tab: Tab, paused: bool) -> float:
    """Main-thread milliseconds per interval over some intervals, with polls or, paused by the operator, without."""
    wanted = "Pause" if paused else "Resume"
    buttons = "[...document.querySelectorAll('.refresh button')]"
    tab.js(f"{buttons}.find((button) => button.textContent === '{wanted}')?.click()")
    tab.state("paused" if paused else "live")
    spent, until = _spent(tab), time.monotonic() + 2 * TICKS
    wait_for(lambda: time.monotonic() > until)
    return (_spent(tab) - spent) * 1000 / TICKS


def _spent(tab: Tab) -> float:
    metrics = {metric["name"]: metric["value"] for metric in tab.call("Performance.getMetrics")["metrics"]}
    return float(metrics["ScriptDuration"] + metrics["LayoutDuration"] + metrics["RecalcStyleDuration"])


def _hidden(tab: Tab, jobs: Jobs, job: str) -> tuple[int, float]:
    tab.chromium.open("about:blank")
    wait_for(lambda: tab.js("document.hidden"), "a hidden tab")
    tab.state("paused")
    messages = tab.quiet_for(30)
    jobs.change(job, status="failed")
    tab.js(f"""window.fresh = new Promise((done) => document.addEventListener('visibilitychange', () => {{
      const shown = performance.now();
      const look = () => document.querySelector('[data-job-id="{job}"][data-status=failed]')
        ? done(performance.now() - shown) : setTimeout(look, 5);
      look();
    }}, {{ once: true }}));0""")
    tab.show()
    return messages, tab.js("window.fresh") / 1000
