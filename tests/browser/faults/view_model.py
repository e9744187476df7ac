"""A model of the list: the view after each action of an operator, and what a page must show of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

from playwright.sync_api import expect

from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import JobListSnapshot
from jobs_app.queries import read_job_list
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.support.waiting import wait_for

STATUSES = ("completed", "failed", "running")
SEARCHES = ("", "d/1", "folder-2", "DATA", "no such job")
ORDERS = ("-created", "target", "-duration", "type", "-progress")
COLUMNS = {"Status": "status", "Type": "type", "Target": "target", "Created": "created"}
RANGES = ("", "1h", "24h")
SIZES = ("25", "50")
ACTIONS = ("chip", "chip", "type", "search", "search", "since", "header", "order", "size", "page", "page", "clear")


class ModelledList:
    """A page and the view that it must have."""

    def __init__(self, page: Screen, jobs: Jobs, view: JobFilter) -> None:
        self.page, self._jobs, self.view = page, jobs, view
        self.done: list[str] = []

    def do(self, action: str, random: Random) -> None:
        """An action of an operator, with random values, on the page and on the model."""
        getattr(self, f"_{action}")(random)
        self.done.append(f"{action} -> {self.view.to_query()}")

    def agrees(self, state: str = "live") -> None:
        """Wait until address, controls and rows are those of the model, and then the refresh status."""
        page, view = self.page.page, self.view
        wait_for(lambda: self.page.query().lstrip("?") == view.to_query(), self._difference)
        for status in STATUSES:
            pressed = "true" if status in view.statuses else "false"
            expect(self.page.chip(status)).to_have_attribute("aria-pressed", pressed)
        label = f"{len(view.types)} types" if len(view.types) > 1 else "".join(view.types) or "Any type"
        expect(page.get_by_role("button", name="Type:")).to_have_text(label)
        expect(page.get_by_label("Search jobs")).to_have_value(view.search)
        expect(page.get_by_label("Time range")).to_have_value(view.since)
        expect(page.get_by_label("Rows per page")).to_have_value(str(view.size))
        expect(page.get_by_label("Sort by")).to_have_value("-" * view.descending + view.sort)
        wait_for(lambda: self.page.ids() == self._ids(), self._difference)
        self.page.state(state)

    def _difference(self) -> str:
        return f"{self.view.to_query()!r} after {self.done}; now {self.page.query()!r}, {len(self.page.ids())} rows"

    def _ids(self) -> Sequence[str]:
        return [row.id for row in self._read().rows]

    def _read(self) -> JobListSnapshot:
        return read_job_list(self._jobs.engine, self.view, datetime.now(UTC))

    def _chip(self, random: Random) -> None:
        status = random.choice(STATUSES)
        self.view = self.view.toggled(status=status)
        self.page.chip(status).click()

    def _type(self, random: Random) -> None:
        job_type = random.choice(("scan", "import"))
        self.view = self.view.toggled(job_type=job_type)
        self.page.page.get_by_role("button", name="Type:").click()
        self.page.page.get_by_role("menuitemcheckbox", name=job_type).click()
        self.page.page.keyboard.press("Escape")

    def _search(self, random: Random) -> None:
        text = random.choice(SEARCHES)
        self.view = self.view.searching(text)
        self.page.page.get_by_label("Search jobs").fill(text)
        wait_for(lambda: self.page.query().lstrip("?") == self.view.to_query(), self._difference)

    def _since(self, random: Random) -> None:
        since = random.choice(RANGES)
        self._choose("Time range", since, self.view.within(since))

    def _order(self, random: Random) -> None:
        order = random.choice(ORDERS)
        self._choose("Sort by", order, self.view.in_order(order))

    def _size(self, random: Random) -> None:
        size = random.choice(SIZES)
        self._choose("Rows per page", size, self.view.sized(size))

    def _choose(self, label: str, value: str, view: JobFilter) -> None:
        select = self.page.page.get_by_label(label)
        if select.input_value() != value:  # Else a browser reports no change.
            self.view = view
            select.select_option(value, force=True)

    def _header(self, random: Random) -> None:
        title = random.choice(tuple(COLUMNS))
        self.view = self.view.sorted_by(COLUMNS[title])
        self.page.sort(title)

    def _page(self, random: Random) -> None:
        forward, snapshot = random.random() < 0.7, self._read()
        if edge := snapshot.next if forward else snapshot.previous:
            self.view = self.view.at(edge)
            self.page.page.get_by_role("button", name="Next" if forward else "Previous").click()

    def _clear(self, random: Random) -> None:
        if self.view.narrows and not self._ids():
            self.view = self.view.cleared()
            self.page.page.get_by_role("button", name="Clear filters").click()
