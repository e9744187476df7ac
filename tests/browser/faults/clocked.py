"""A page with a fake clock: hours pass for it in an instant."""

from collections.abc import Callable, Sized
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext

from tests.browser.objects.screen import Screen
from tests.support.waiting import wait_for

STEP = 5
"""Seconds per step of long durations, so that requests between two steps can be answered."""


class ClockedScreen(Screen):
    """A page whose time advances only by `runs` and `sleeps`."""

    def __init__(self, context: BrowserContext, address: str, ahead: timedelta = timedelta()) -> None:
        page = context.new_page()
        page.clock.install(time=datetime.now(UTC) + ahead)
        page.goto(address)
        super().__init__(page)

    def runs(self, seconds: float) -> None:
        """Advance the clock, and run all timers that become due."""
        self.page.clock.run_for(seconds * 1000)

    def sleeps(self, seconds: float) -> None:
        """Advance the clock as for a sleeping computer: timers that became due run once, at the end."""
        self.page.clock.fast_forward(seconds * 1000)

    def until(self, condition: Callable[[], object], what: str = "", step: float = 0.1) -> None:
        """Advance the clock, by `step` seconds at a time, until a condition holds."""
        wait_for(lambda: self.runs(step) or condition(), what)

    def reconnects(self, attempts: Sized) -> None:
        """Pass the rest of a long delay, at most 120 s, until the page connects once more; it is then live."""
        before = len(attempts)
        self.until(lambda: len(attempts) > before or self.fact("state") == "live", "a further attempt", step=1)
        self.state("live")

    def state(self, *wanted: str) -> str:
        self.until(lambda: self.fact("state") in wanted, f"{wanted}")
        return self.fact("state")
