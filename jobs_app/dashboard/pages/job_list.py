"""The list of jobs, `/jobs`."""

from dataclasses import dataclass, replace

import reflex as rx

from jobs_app.dashboard.browser.controls import Address, NewRows
from jobs_app.dashboard.browser.errors import ErrorChip, ErrorTable, ErrorTabs
from jobs_app.dashboard.browser.page import OfflineNotice, PrefetchedPage
from jobs_app.dashboard.components.empty_state import no_jobs, no_match
from jobs_app.dashboard.components.filter_bar import filter_bar, left_out_types, pager, printed_filter
from jobs_app.dashboard.components.job_table import group_head, job_row, job_table
from jobs_app.dashboard.components.layout import layout
from jobs_app.dashboard.keep_current import keep_current
from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.pages.error_list import ErrorList, read_groups
from jobs_app.dashboard.pages.held_rows import held_order
from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.pages.list_summary import ListSummary
from jobs_app.dashboard.pages.overview import overview
from jobs_app.dashboard.pages.row_groups import first_of_groups
from jobs_app.dashboard.pages.search_suggestions import SearchSuggestions
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.dashboard.refresh import refresh_status
from jobs_app.jobs.cursors import ACTIVITY
from jobs_app.jobs.error_groups import ErrorGroups
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
    heads: dict[str, str] = {}
    """The first row of each group, with the name of the group; empty unless the list is ordered by activity."""
    _latest: list[str] = []
    _latest_heads: dict[str, str] = {}
    _view: str = ""
    _reading: bool = False

    @rx.event(temporal=True)
    def set_reading(self, reading: bool) -> None:
        """The browser reports whether the pointer is over the rows."""
        self._reading = reading is True
        if not self._reading and self._hydrated:
            self._assign(order=list(self._latest), heads=dict(self._latest_heads), waiting=0)

    def _show(self, rows: tuple[JobRow, ...], view: JobFilter) -> None:
        query = view.to_query()
        base = self.get_value("base")
        changed = {row.id: row for row in rows if base.get(row.id) != row}
        if len(changed) > MAX_CHANGED_ROWS:
            self.base, changed = {row.id: row for row in rows}, {}
        order = self._latest = [row.id for row in rows]
        self._latest_heads = first_of_groups(rows) if view.sort == ACTIVITY else {}
        waiting = 0
        if self._reading and self._view == query:
            order, waiting = held_order(self.get_value("order"), order)
        else:
            self._assign(heads=self._latest_heads)
        self._view = query
        self._assign(changed=changed, order=order, waiting=waiting)
        self._hydrate()


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """A page of the list, and the groups of errors if the view has any."""

    page: JobListSnapshot
    groups: ReadResult[ErrorGroups] | None


class JobListPage:
    """Reads and shows one page of the list."""

    async def read(self, view: JobFilter, max_age: float) -> ReadResult[ListAnswer]:
        groups = await read_groups(view, max_age)
        page = await feeds().job_list.answer(replace(view, errors=False), max_age)
        return ReadResult(ListAnswer(page.answer, groups), page.at)

    async def show(self, state: rx.State, view: JobFilter, answer: ListAnswer) -> None:
        filters = await state.get_state(ListFilters)
        if not filters._hydrated or filters.query != view.to_query():
            filters._show(view)
        (await state.get_state(JobRows))._show(answer.page.rows, view)
        (await state.get_state(ListSummary))._show(answer.page)
        (await state.get_state(ErrorList))._show(view, answer.groups)

    def is_final(self, answer: ListAnswer) -> bool:
        return False


class JobListPolling(rx.State):
    """The background event that keeps the list current."""

    @rx.event(background=True)
    async def poll(self) -> None:
        """Runs as long as the page is open: Reflex cancels what a page's on_load started when the page is left."""
        # Below, a session that was lost meanwhile has no address and no token.
        address, token = self.router.url.query, self.router.session.client_token
        async with self:
            (await self.get_state(JobRows))._reading = False
            view = (await self.get_state(ListFilters))._load(address)
        await keep_current(self, token, view, JobListPage(), feeds().polling)


def _rows() -> rx.Component:
    def row(id: rx.Var[str]) -> rx.Component:
        job = rx.cond(JobRows.changed.contains(id), JobRows.changed[id], JobRows.base[id])
        head = group_head(JobRows.heads[id], ListSummary.group_counts)
        return rx.fragment(rx.cond(JobRows.heads.contains(id), head), job_row(job=job), key=id)

    return rx.foreach(JobRows.order, row)


def job_list() -> rx.Component:
    return layout(
        "Jobs",
        refresh_status(),
        Address.create(query=ListFilters.query, turn=ListFilters.turn),
        OfflineNotice.create(text="Offline: what you choose now is applied when the connection is back."),
        PrefetchedPage.create(path="jobs/:job_id"),
        printed_filter(ListFilters),
        overview(),
        filter_bar(ListFilters, ListSummary, SearchSuggestions),
        left_out_types(ListFilters),
        *_errors_filter(),
        rx.cond(ListFilters.errors, _errors(), _jobs()),
        rx.match(ListSummary.empty, ("no-jobs", no_jobs()), ("no-match", no_match(ListFilters)), rx.fragment()),
        rx.cond(ListFilters.errors, rx.fragment(), pager(ListFilters, ListSummary.previous, ListSummary.next)),
    )


def _jobs() -> rx.Component:
    return rx.fragment(
        NewRows.create(count=JobRows.waiting, on_reading=JobRows.set_reading),
        job_table(_rows(), ListFilters.sort, ListFilters.sort_by),
    )


def _errors() -> rx.Component:
    return ErrorTable.create(
        groups=ErrorList.groups,
        total=ErrorList.total,
        at=ErrorList.at,
        query=ListFilters.query,
        on_choose=ListFilters.choose_error,
    )


def _errors_filter() -> tuple[rx.Component, rx.Component]:
    return (
        ErrorChip.create(
            error=ListFilters.error, type=ErrorList.type, text=ErrorList.text, on_choose=ListFilters.choose_error
        ),
        ErrorTabs.create(
            statuses=ListFilters.statuses,
            errors=ListFilters.errors,
            jobs=ListSummary.counts["failed"].to(int),
            groups=ErrorList.total,
            on_errors=ListFilters.show_errors,
        ),
    )
