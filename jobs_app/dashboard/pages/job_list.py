"""The list of jobs, `/jobs`."""

import reflex as rx

from jobs_app.dashboard.browser.controls import Address, NewRows
from jobs_app.dashboard.browser.page import OfflineNotice, PrefetchedPage
from jobs_app.dashboard.components.empty_state import no_jobs, no_match
from jobs_app.dashboard.components.filter_bar import filter_bar, pager, printed_filter
from jobs_app.dashboard.components.job_table import job_row, job_table
from jobs_app.dashboard.components.layout import layout
from jobs_app.dashboard.keep_current import keep_current
from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.pages.held_rows import held_order
from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.pages.list_summary import ListSummary
from jobs_app.dashboard.pages.overview import overview
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.dashboard.refresh import refresh_status
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import JobListSnapshot, JobRow
from jobs_app.polling.shared_reads import ReadResult

MAX_CHANGED_ROWS = 12
"""Rows that may differ from the page as it was first sent before all of it is sent again."""


class JobRows(HydratedState, rx.State):
    """The rows on screen: `base` as first sent, `changed` what differs from it since. Small changes, small messages.

    While the operator points at a row, new ones above the last wait, so that it does not move.
    """

    order: list[str] = []
    base: dict[str, JobRow] = {}
    changed: dict[str, JobRow] = {}
    waiting: int = 0
    _latest: list[str] = []
    _view: str = ""
    _reading: bool = False

    @rx.event(temporal=True)
    def set_reading(self, reading: bool) -> None:
        """The browser reports whether the pointer is over the rows."""
        self._reading = reading is True
        if not self._reading and self._hydrated:
            self._assign(order=list(self._latest), waiting=0)

    def _show(self, rows: tuple[JobRow, ...], view: str) -> None:
        base = self.get_value("base")
        changed = {row.id: row for row in rows if base.get(row.id) != row}
        if len(changed) > MAX_CHANGED_ROWS:
            self.base, changed = {row.id: row for row in rows}, {}
        order = self._latest = [row.id for row in rows]
        waiting = 0
        if self._reading and self._view == view:
            order, waiting = held_order(self.get_value("order"), order)
        self._view = view
        self._assign(changed=changed, order=order, waiting=waiting)
        self._hydrate()


class JobListPage:
    """Reads and shows one page of the list."""

    async def read(self, view: JobFilter, max_age: float) -> ReadResult[JobListSnapshot]:
        return await feeds().job_list.answer(view, max_age)

    async def show(self, state: rx.State, view: JobFilter, answer: JobListSnapshot) -> None:
        filters = await state.get_state(ListFilters)
        if not filters._hydrated or filters.query != view.to_query():
            filters._show(view)
        (await state.get_state(JobRows))._show(answer.rows, view.to_query())
        (await state.get_state(ListSummary))._show(answer)

    def is_final(self, answer: JobListSnapshot) -> bool:
        return False


class JobListPolling(rx.State):
    """The background event that keeps the list current."""

    @rx.event(background=True)
    async def poll(self) -> None:
        """Runs as long as the page is open: Reflex cancels what a page's on_load started when the page is left."""
        async with self:
            (await self.get_state(JobRows))._reading = False
        view = JobFilter.from_query(self.router.url.query)
        await keep_current(self, view, JobListPage(), feeds().polling)


def _rows() -> rx.Component:
    return rx.foreach(
        JobRows.order,
        lambda id: job_row(job=rx.cond(JobRows.changed.contains(id), JobRows.changed[id], JobRows.base[id]), key=id),
    )


def job_list() -> rx.Component:
    return layout(
        "Jobs",
        refresh_status(),
        Address.create(query=ListFilters.query, turn=ListFilters.turn),
        OfflineNotice.create(text="Offline: what you choose now is applied when the connection is back."),
        PrefetchedPage.create(path="jobs/:job_id"),
        printed_filter(ListFilters),
        overview(),
        filter_bar(ListFilters, ListSummary),
        NewRows.create(count=JobRows.waiting, on_reading=JobRows.set_reading),
        job_table(_rows(), ListFilters.sort, ListFilters.sort_by),
        rx.match(ListSummary.empty, ("no-jobs", no_jobs()), ("no-match", no_match(ListFilters.clear)), rx.fragment()),
        pager(ListFilters, ListSummary.previous, ListSummary.next),
    )
