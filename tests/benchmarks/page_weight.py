"""The cost of opening the list: time until the first row is visible, bytes transferred."""

import statistics
import time
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.dashboard import browser, dashboard
from tests.browser.objects.tabs import Tab
from tests.support.waiting import wait_for

ROW = "document.querySelector('[data-testid=job-row]') !== null"
OPENINGS = 7


def figures() -> Iterator[dict[str, Any]]:
    with dashboard(poll_interval_seconds=5) as (server, jobs), browser() as chromium:
        jobs.add(50)
        _first_row(chromium.open("about:blank"), f"{server.url}/jobs")
        seconds = [_first_row(chromium.open("about:blank"), f"{server.url}/jobs") for _ in range(OPENINGS)]
        tab = chromium.open("about:blank")
        tab.call("Network.setCacheDisabled", cacheDisabled=True)
        _first_row(tab, f"{server.url}/jobs")
        weight = tab.js("performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0)")
        weight += sum(map(len, tab.messages))
    yield {
        "name": "first row visible after navigation, warm server (median of 7)",
        "value": round(statistics.median(seconds), 2),
        "unit": "s",
        "target": "< 0.6",
    }
    yield {
        "name": "bytes of the first load, over the wire, first poll included",
        "value": round(weight / 1000),
        "unit": "kB",
        "target": "< 350",
    }


def _first_row(tab: Tab, url: str) -> float:
    started = time.monotonic()
    tab.call("Page.navigate", url=url)
    wait_for(lambda: tab.js(ROW), "a row")
    return time.monotonic() - started
