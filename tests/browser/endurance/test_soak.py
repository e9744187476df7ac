"""Memory after two hours of polls in a few minutes, and after hundreds of tabs."""

import random
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.faults.proxy import Proxy
from tests.browser.faults.report import record
from tests.browser.faults.walk import Action, Walk
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server
from tests.browser.objects.tabs import Chromium, Tab
from tests.support.waiting import wait_for

POLLS, FAST = 720, 0.1
"""The number of polls in an hour at 5 s, and the seconds between them here.

The first hour is warm-up, while Chromium still compiles code of the page; the second is measured.
"""
WALK: dict[Action, int] = {"open": 200, "close": 194, "job": 250, "list": 250, "hide": 200, "show": 200, "cut": 50}
MOST_GROWTH = 1.05
"""Memory after as many polls or steps again, relative to the memory before them."""


@pytest.fixture
def fast_server(built: None, sqlite_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("fast"), sqlite_database_url).poll_faster_than_allowed(FAST).start()
    yield server
    server.stop()


@pytest.mark.timeout(1800)
def test_memory_after_two_hours_of_polls_does_not_grow(fast_server: Server, tabs: Chromium, jobs: Jobs) -> None:
    ids = jobs.add(50, status="running", total_count=1_000_000, processed_count=0)
    tab = tabs.open(f"{fast_server.url}/jobs")
    tab.call("Performance.enable")
    warm, after = (_used(fast_server, tab, jobs, ids) for _ in range(2))
    growth = {what: after[index] / warm[index] for index, what in enumerate(("server", "page"))}
    record(f"memory after {POLLS} polls, against that before", **{what: round(by, 3) for what, by in growth.items()})
    assert max(growth.values()) < MOST_GROWTH


def _used(server: Server, tab: Tab, jobs: Jobs, ids: list[str]) -> tuple[int, float]:
    """Bytes used by the server and by the page after so many polls, each of which has changes."""
    last = len(tab.messages) + POLLS
    while (before := len(tab.messages)) < last:
        jobs.change(*random.Random(before).sample(ids, 5), processed_count=before)
        wait_for(lambda before=before: tab.js("0") == 0 and len(tab.messages) > before, "an update")
    tab.call("HeapProfiler.collectGarbage")
    return server.memory(), _heap(tab)


def _heap(tab: Tab) -> float:
    metrics = {metric["name"]: metric["value"] for metric in tab.call("Performance.getMetrics")["metrics"]}
    return float(metrics["JSHeapUsedSize"])


@pytest.mark.timeout(3600)
@pytest.mark.requirement("FR-013", "US4.3")
def test_random_tab_use_leaves_one_loop_per_tab_and_no_memory(
    serve: Callable[..., Server], browser: Browser, jobs: Jobs
) -> None:
    chance = random.Random(4711)
    actions = [action for action, number in WALK.items() for _ in range(number)]
    chance.shuffle(actions)
    (job,) = jobs.add(status="running")
    server, warm = serve(poll_interval_seconds=2, max_connections_per_client=500), 0
    proxy, context = Proxy(server.port), browser.new_context()
    try:
        walk = Walk(server, proxy, context, job)
        for number, action in enumerate(actions):
            walk.do(action)
            if number == len(actions) // 3:
                warm = server.memory()
        walk.settle()
        walk.close_all()
        growth = server.memory() / warm
        record(f"server memory after {len(actions)} steps of tabs, against that after a third", times=round(growth, 3))
        assert growth < MOST_GROWTH
    finally:
        context.close()
        proxy.close()
