"""The list as a page object."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.support.waiting import wait_for

SERVER_TIME = "**/healthz"
"""Where a page asks for the server's time, which corrects the clock of its computer."""


class Screen:
    """One page in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.refresh = page.get_by_test_id("refresh-status")
        self.rows = page.get_by_test_id("job-row")

    def ready(self) -> "Screen":
        """Wait until the first poll has arrived."""
        self.state("live", "paused")
        return self

    def until(self, condition: Callable[[], object], what: str = "") -> None:
        wait_for(condition, what)

    def state(self, *wanted: str) -> str:
        """Wait until the refresh status is one of these."""
        return wait_for(
            lambda: next((state for state in wanted if state == self.fact("state")), ""),
            lambda: f"{wanted}, now {self.fact('state')}",
        )

    def fact(self, name: str) -> str:
        """An attribute of the refresh status."""
        return self.refresh.get_attribute(f"data-{name}") or ""

    def last_refresh(self) -> datetime:
        return datetime.fromisoformat(self.fact("last-refresh"))

    def read_now(self) -> None:
        """Press the button that requests a read: Retry now, or Refresh if the page has recovered by itself."""
        self.refresh.get_by_role("button", name=re.compile("Retry now|Refresh")).click()

    def next_poll(self) -> None:
        """Wait until one more poll has arrived."""
        before = self.fact("last-refresh")
        wait_for(lambda: self.fact("last-refresh") not in ("", before), "a further poll")

    def next_poll_on_request(self) -> None:
        """Request a poll and wait until it has arrived."""
        before = self.fact("last-refresh")
        self.read_now()
        wait_for(lambda: self.fact("last-refresh") not in ("", before), "a requested poll")

    def row(self, job_id: str) -> Locator:
        return self.page.locator(f'[data-testid="job-row"][data-job-id="{job_id}"]')

    def ids(self) -> list[str]:
        found: list[str] = self.rows.evaluate_all("rows => rows.map(row => row.dataset.jobId)")
        return found

    def shows(self, *ids: str) -> None:
        """Wait until exactly these jobs are listed, in this order."""
        wait_for(lambda: self.ids() == list(ids), lambda: f"{len(ids)} rows, now {len(self.ids())}")

    def becomes(self, job_id: str, status: str) -> None:
        expect(self.row(job_id)).to_have_attribute("data-status", status)

    def query(self) -> str:
        return str(self.page.evaluate("location.search"))

    def has_query(self, query: str) -> None:
        wait_for(lambda: self.query() == query, lambda: f"address {query}, now {self.query()}")

    def chip(self, status: str) -> Locator:
        return self.page.locator(f'.chip[data-status="{status}"]')

    def sort(self, column: str) -> None:
        self.page.get_by_role("columnheader", name=column).get_by_role("button").click()

    def frames(self) -> None:
        """Wait until changes were rendered, and seen by code that runs in each frame."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def js(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def withhold_server_time(self) -> None:
        """Let the page rely on its own clock, which a test is about to shift."""
        self.page.route(SERVER_TIME, lambda route: route.fulfill(json={"now": 0}))

    def release_server_time(self) -> None:
        self.page.unroute(SERVER_TIME)

    def use_fake_clock(self) -> None:
        self.withhold_server_time()
        self.page.clock.install()
