"""A job's page as a page object."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.objects.screen import Screen
from tests.support.waiting import wait_for


class JobScreen(Screen):
    """One job's page in a browser."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.detail = page.get_by_test_id("job-detail")
        self.log = page.get_by_test_id("job-log")
        self.search = page.get_by_label("Search the log")
        self.count = page.get_by_test_id("log-count")
        self.more = page.locator(".new-lines")

    def line(self, number: int) -> Locator:
        return self.log.locator(f'[data-line="{number}"]')

    def numbers(self) -> list[int]:
        """The lines in the page: visible ones and those near them."""
        found: list[int] = self.log.locator("[data-line]").evaluate_all("all => all.map(one => +one.dataset.line)")
        return found

    def is_at_end(self) -> bool:
        return bool(self.log.evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight < 2"))

    def top_of(self, number: int) -> float:
        """The position of a line on the screen, in pixels from its top."""
        return float(self.line(number).evaluate("line => line.getBoundingClientRect().top"))

    def stays_at(self, number: int, top: float) -> None:
        """Wait until a line is at its position once the list has been laid out, and still is two frames later."""
        for _ in range(2):
            wait_for(lambda: abs(self.top_of(number) - top) <= 1, lambda: f"{top} px, now {self.top_of(number)}")
            self.frames()

    def is_in_sight(self, number: int) -> bool:
        """Whether the start of a line is in the middle of the log."""
        box = self.log.bounding_box() or {"y": 0, "height": 0}
        return box["y"] + box["height"] / 4 < self.top_of(number) < box["y"] + box["height"] * 3 / 4

    def scroll_to(self, top: int) -> None:
        self.log.evaluate("(box, top) => { box.scrollTop = top }", top)

    def shows_line(self, number: int, text: str) -> None:
        expect(self.line(number)).to_contain_text(text)

    def becomes_at_end(self) -> None:
        wait_for(self.is_at_end, "the end of the log")


OpenJob = Callable[..., JobScreen]
