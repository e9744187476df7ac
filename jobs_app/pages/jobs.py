"""The list of jobs, `/jobs`."""

import reflex as rx

from jobs_app.components.empty import no_jobs, no_match
from jobs_app.components.filter_bar import filter_bar, pager
from jobs_app.components.frame import frame
from jobs_app.components.job_table import job_row, job_table
from jobs_app.components.live import Address
from jobs_app.filters import Cursor, JobFilter
from jobs_app.pages.refresh import keep_current, refresh_status, viewers
from jobs_app.pages.screen import Screen
from jobs_app.pages.sources import job_pages, polling
from jobs_app.snapshots import JobPage, JobRow

REBASE = 12
"""Rows that may differ from the page as it was first sent before all of it is sent again."""


class JobRows(Screen, rx.State):
    """The rows on screen: `base` as first sent, `changed` what differs from it since. Small changes, small messages."""

    order: list[str] = []
    base: dict[str, JobRow] = {}
    changed: dict[str, JobRow] = {}

    def _show(self, rows: tuple[JobRow, ...]) -> None:
        # get_value, since reading through self wraps each row in a proxy.
        base, order = self.get_value("base"), [row.id for row in rows]
        changed = {row.id: row for row in rows if base.get(row.id) != row}
        if len(changed) > REBASE:
            self.base, changed = {row.id: row for row in rows}, {}
        if changed != self.get_value("changed"):
            self.changed = changed
        if order != self.get_value("order"):
            self.order = order
        self._know()


class Found(Screen, rx.State):
    """What surrounds the rows: counts, the types there are, and whether there are pages before and after."""

    counts: dict[str, int] = {}
    types: list[str] = []
    previous: bool = False
    next: bool = False
    empty: str = ""
    _edges: tuple[Cursor | None, Cursor | None] = (None, None)

    def _show(self, page: JobPage) -> None:
        shown = {
            "counts": dict(page.counts),
            "types": list(page.types),
            "previous": page.previous is not None,
            "next": page.next is not None,
            "empty": "" if page.rows else "no-match" if page.any_jobs else "no-jobs",
        }
        for name, value in shown.items():
            if value != self.get_value(name):
                setattr(self, name, value)
        self._edges = (page.previous, page.next)
        self._know()


class Choices(Screen, rx.State):
    """What the operator chose to see. `query` is all of it; the others are its parts for the controls."""

    query: str = ""
    turn: int = 0
    statuses: list[str] = []
    types: list[str] = []
    since: str = ""
    search: str = ""
    sort: str = "-created"
    size: str = "50"

    @rx.event
    def toggle_status(self, status: str) -> None:
        self._look(self._view().toggled(status=str(status)))

    @rx.event
    def toggle_type(self, job_type: str) -> None:
        self._look(self._view().toggled(job_type=str(job_type)))

    @rx.event
    def choose_since(self, since: str) -> None:
        self._look(self._view().within(str(since)))

    @rx.event
    def choose_size(self, size: str) -> None:
        self._look(self._view().sized(str(size)))

    @rx.event
    def find(self, text: str) -> None:
        self._look(self._view().searching(str(text)))

    @rx.event
    def sort_by(self, column: str) -> None:
        self._look(self._view().sorted_by(str(column)))

    @rx.event
    def clear(self) -> None:
        self._look(self._view().cleared())

    @rx.event
    async def turn_page(self, forward: bool) -> None:
        edges = (await self.get_state(Found)).get_value("_edges")
        if edge := edges[forward is True]:
            self._look(self._view().at(edge))

    def _view(self) -> JobFilter:
        return JobFilter.from_query(self.query)

    def _look(self, view: JobFilter) -> None:
        self._show(view)
        self.turn += 1
        viewer = viewers.get(self.router.session.client_token)
        # Anybody may call this while a job's page is open, whose loop reads one job and no list.
        if viewer and isinstance(viewer.view, JobFilter):
            viewer.look(view)

    def _show(self, view: JobFilter) -> None:
        self.query = view.to_query()
        self.statuses, self.types = [str(status) for status in view.statuses], list(view.types)
        self.since, self.search, self.size = view.since, view.search, str(view.size)
        self.sort = "-" * view.descending + view.sort
        self._know()


class JobsPage(rx.State):
    """The page itself: the loop that keeps it current."""

    @rx.event(background=True)
    async def watch(self) -> None:
        """Runs as long as the page is open: Reflex cancels what a page's on_load started when the page is left."""
        view = JobFilter.from_query(self.router.url.query)
        await keep_current(self, view, job_pages, _show, polling)


async def _show(page: rx.State, view: JobFilter, found: JobPage) -> None:
    choices = await page.get_state(Choices)
    if not choices._known or choices.query != view.to_query():
        choices._show(view)
    (await page.get_state(JobRows))._show(found.rows)
    (await page.get_state(Found))._show(found)


def _rows() -> rx.Component:
    return rx.foreach(
        JobRows.order,
        lambda id: job_row(job=rx.cond(JobRows.changed.contains(id), JobRows.changed[id], JobRows.base[id]), key=id),
    )


def jobs_page() -> rx.Component:
    return frame(
        "Jobs",
        refresh_status(),
        Address.create(query=Choices.query, turn=Choices.turn),
        filter_bar(Choices, Found.counts, Found.types),
        job_table(_rows(), Choices.sort, Choices.sort_by),
        rx.match(Found.empty, ("no-jobs", no_jobs()), ("no-match", no_match(Choices.clear)), rx.fragment()),
        pager(Choices, Found.previous, Found.next),
    )
