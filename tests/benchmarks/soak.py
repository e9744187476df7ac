"""Two hours of polls in a few minutes, and hundreds of tabs: what is left of them in memory."""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from jobs_app.database import open_database
from jobs_app.migrations import upgrade
from tests.benchmarks.dashboard import browser
from tests.browser.conftest import CHROMIUM
from tests.browser.faults.proxy import Proxy
from tests.browser.faults.walk import Action, Walk
from tests.browser.jobs import Jobs
from tests.browser.server import Server, wait_for
from tests.browser.tabs import Tab

POLLS, FAST = 720, 0.1
"""As many polls as an hour has at 5 s, and the seconds between them here.

An hour warms up: until then Chromium compiles more and more of the page's code. The next one is measured.
"""
WALK: dict[Action, int] = {"open": 200, "close": 194, "job": 250, "list": 250, "hide": 200, "show": 200, "cut": 50}


def figures() -> Iterator[dict[str, Any]]:
    yield from _soak()
    yield from _walk()


def _row(name: str, value: object, unit: str, target: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "target": target}


def _soak() -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{name}/jobs.db"
        upgrade(url)
        jobs = Jobs(open_database(url))
        ids = jobs.add(50, status="running", total_count=1_000_000, processed_count=0)
        server = Server(folder, url).poll_faster_than_allowed(FAST).start()
        try:
            with browser() as chromium:
                tab = chromium.open(f"{server.url}/jobs")
                tab.call("Performance.enable")
                warm, after = (_used(server, tab, jobs, ids) for _ in range(2))
            for what, index in (("server", 0), ("page", 1)):
                name = f"memory of the {what} after {POLLS} polls, against that before them and after as many"
                yield _row(name, round(100 * (after[index] / warm[index] - 1), 1), "%", "< 5")
        finally:
            server.stop()
            jobs.engine.dispose()


def _used(server: Server, tab: Tab, jobs: Jobs, ids: list[str]) -> tuple[int, float]:
    """Bytes in use by the server and by the page after so many polls, each of which brings something new."""
    last = len(tab.messages) + POLLS
    while (before := len(tab.messages)) < last:
        jobs.change(*random.Random(before).sample(ids, 5), processed_count=before)
        wait_for(lambda before=before: tab.js("0") == 0 and len(tab.messages) > before, 20)
    tab.call("HeapProfiler.collectGarbage")
    return server.memory(), _heap(tab)


def _heap(tab: Tab) -> float:
    metrics = {metric["name"]: metric["value"] for metric in tab.call("Performance.getMetrics")["metrics"]}
    return float(metrics["JSHeapUsedSize"])


def _walk() -> Iterator[dict[str, Any]]:
    chance = random.Random(4711)
    actions = [action for action, number in WALK.items() for _ in range(number)]
    chance.shuffle(actions)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        url = f"sqlite:///{name}/jobs.db"
        upgrade(url)
        jobs = Jobs(open_database(url))
        (job,) = jobs.add(status="running")
        server = Server(Path(name), url, poll_interval_seconds=2).start()
        line = Proxy(server.port)
        chromium = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, CHROMIUM))), args=["--no-sandbox"]
        )
        started, warm = time.monotonic(), 0
        try:
            walk = Walk(server, line, chromium.new_context(), job)
            for number, action in enumerate(actions):
                walk.do(action)
                if number == len(actions) // 3:
                    warm = server.memory()
            walk.settle()
            loops, took = server.loops() - walk.tabs, time.monotonic() - started
            walk.close_all()
            growth = 100 * (server.memory() / warm - 1)
            name = f"loops after {len(actions)} steps in random order ({took:.0f} s), beyond one per open tab"
            yield _row(name, loops, "", "0")
            yield _row("loops when all tabs are closed", server.loops(), "", "0")
            yield _row("server memory at the end of that, against that after a third", round(growth, 1), "%", "< 5")
        finally:
            chromium.close()
            line.close()
            server.stop()
            jobs.engine.dispose()
