"""What a person sees and does on a page, in a few words each."""

from datetime import datetime
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import wait_for


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

    def state(self, *wanted: str, seconds: float = 20) -> str:
        """Wait until the refresh status is one of these."""
        return str(wait_for(lambda: next((s for s in wanted if s == self.fact("state")), None), seconds, f"{wanted}"))

    def fact(self, name: str) -> str:
        """An attribute of the refresh status."""
        return self.refresh.get_attribute(f"data-{name}") or ""

    def last_refresh(self) -> datetime:
        return datetime.fromisoformat(self.fact("last-refresh"))

    def next_poll(self) -> None:
        """Wait until one more poll has arrived."""
        before = self.fact("last-refresh")
        wait_for(lambda: self.fact("last-refresh") not in ("", before), 20, "a further poll")

    def row(self, job_id: str) -> Locator:
        return self.page.locator(f'[data-testid="job-row"][data-job-id="{job_id}"]')

    def ids(self) -> list[str]:
        found: list[str] = self.rows.evaluate_all("rows => rows.map(row => row.dataset.jobId)")
        return found

    def shows(self, *ids: str, seconds: float = 10) -> None:
        """Wait until exactly these jobs are listed, in this order."""
        wait_for(lambda: self.ids() == list(ids), seconds, f"{len(ids)} rows, now {len(self.ids())}")

    def becomes(self, job_id: str, status: str, seconds: float = 10) -> None:
        expect(self.row(job_id)).to_have_attribute("data-status", status, timeout=seconds * 1000)

    def query(self) -> str:
        return str(self.page.evaluate("location.search"))

    def has_query(self, query: str) -> None:
        wait_for(lambda: self.query() == query, 5, f"address {query}, now {self.query()}")

    def chip(self, status: str) -> Locator:
        return self.page.locator(f'.chip[data-status="{status}"]')

    def sort(self, column: str) -> None:
        self.page.get_by_role("columnheader", name=column).get_by_role("button").click()

    def js(self, expression: str) -> Any:
        return self.page.evaluate(expression)
