"""A page that runs on a clock of its own: an hour passes for it when the test says so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext

from tests.browser.objects.screen import Screen
from tests.support.waiting import wait_for

STEP = 5
"""Seconds that long times pass by, so that what is asked for between two steps has time to be answered."""


class ClockedScreen(Screen):
    """A page whose time stands still but for what `runs` and `sleeps` let pass."""

    def __init__(self, context: BrowserContext, address: str, ahead: timedelta = timedelta()) -> None:
        page = context.new_page()
        page.clock.install(time=datetime.now(UTC) + ahead)
        page.goto(address)
        super().__init__(page)

    def runs(self, seconds: float) -> None:
        """Let time pass, with all that happens in it."""
        self.page.clock.run_for(seconds * 1000)

    def sleeps(self, seconds: float) -> None:
        """Let time pass as it does for a computer that is asleep: what was due meanwhile happens once, at the end."""
        self.page.clock.fast_forward(seconds * 1000)

    def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Let time pass until something is the case."""
        wait_for(lambda: self.runs(0.1) or condition(), what)

    def state(self, *wanted: str) -> str:
        self.until(lambda: self.fact("state") in wanted, f"{wanted}")
        return self.fact("state")
