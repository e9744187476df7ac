"""What the operator chose to see of the list."""

import asyncio
import secrets
from contextlib import suppress

import reflex as rx

from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.pages.list_summary import ListSummary
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.dashboard.refresh import viewers
from jobs_app.jobs.cursors import ACTIVITY, Cursor
from jobs_app.jobs.filters import JobFilter, types_left_out
from jobs_app.jobs.time_range import moment_text

EDGES_TIMEOUT_SECONDS = 4.0
"""For the read of a page whose edges a lost session held: less than the lock of a session in Redis lasts."""


class ListFilters(HydratedState, rx.State):
    """What the operator chose to see. `query` is all of it; the others are its parts for the controls.

    `turn` is new with each change by the operator, which the page then puts into its address. A session that is new
    on the server, since the earlier one was lost, starts from the address that came with the event.
    """

    query: str = ""
    turn: str = ""
    statuses: list[str] = []
    types: list[str] = []
    types_left_out: int = 0
    since: str = ""
    start: str = ""
    end: str = ""
    search: str = ""
    attention: bool = False
    error: str = ""
    errors: bool = False
    sort: str = ACTIVITY
    size: str = "50"
    _changed_before_load: bool = False

    @rx.event
    def toggle_status(self, status: str) -> None:
        self._change_view(self._view().toggled(status=str(status)))

    @rx.event
    def toggle_type(self, job_type: str) -> None:
        self._change_view(self._view().toggled(job_type=str(job_type)))

    @rx.event
    def toggle_attention(self) -> None:
        self._change_view(self._view().toggled_attention())

    @rx.event
    def choose_since(self, since: str) -> None:
        self._change_view(self._view().within(str(since)))

    @rx.event
    def choose_range(self, start: str, end: str) -> None:
        """The operator chose a range, whose ends are in ISO 8601, empty where it is open."""
        self._change_view(self._view().between(str(start), str(end)))

    @rx.event
    def choose_size(self, size: str) -> None:
        self._change_view(self._view().sized(str(size)))

    @rx.event
    def find(self, text: str) -> None:
        self._change_view(self._view().searching(str(text)))

    @rx.event
    def sort_by(self, column: str) -> None:
        self._change_view(self._view().sorted_by(str(column)))

    @rx.event
    def choose_order(self, order: str) -> None:
        self._change_view(self._view().in_order(str(order)))

    @rx.event
    def show_errors(self, errors: bool) -> None:
        self._change_view(self._view().in_groups(errors is True))

    @rx.event
    def choose_error(self, fingerprint: str) -> None:
        self._change_view(self._view().of_error(str(fingerprint)))

    @rx.event
    def clear(self) -> None:
        self._change_view(self._view().cleared())

    @rx.event
    async def turn_page(self, forward: bool) -> None:
        summary = await self.get_state(ListSummary)
        edges = summary.get_value("_edges") if summary._hydrated else await self._read_edges()
        if edge := edges[forward is True]:
            self._change_view(self._view().at(edge))

    async def _read_edges(self) -> tuple[Cursor | None, Cursor | None]:
        """The cursors of the pages before and after this one; none if the database does not answer."""
        with suppress(Exception):
            async with asyncio.timeout(EDGES_TIMEOUT_SECONDS):
                page = (await feeds().job_list.answer(self._view(), 0.0)).answer
            return page.previous, page.next
        return None, None

    def _view(self) -> JobFilter:
        return JobFilter.from_query(self.query if self._hydrated else self.router.url.query)

    def _change_view(self, view: JobFilter) -> None:
        self._show(view)
        self._assign(types_left_out=0)
        self.turn = secrets.token_hex(8)
        # An event that found no session has the page loaded again, from the address before this change.
        self._changed_before_load = self._changed_before_load or not self.is_hydrated
        viewer = viewers.get(self.router.session.client_token)
        # Any client may call this while a job's page is open, whose loop reads one job and no list.
        if viewer and isinstance(viewer.view, JobFilter):
            viewer.change_view(view)

    def _load(self, address: str) -> JobFilter:
        """The view of a page that is loaded with this query string, or that the operator has chosen since."""
        changed, self._changed_before_load = self._changed_before_load, False
        view = self._view() if changed else JobFilter.from_query(address)
        self._assign(types_left_out=0 if changed else types_left_out(address))
        return view

    def _never_resent(self) -> tuple[str, ...]:
        return ("turn",)  # Else a page that is loaded with another address would get the one of its session.

    def _show(self, view: JobFilter) -> None:
        self.query = view.to_query()
        self.statuses, self.types = [str(status) for status in view.statuses], list(view.types)
        self.since, self.search, self.size = view.since, view.search, str(view.size)
        self.attention = view.attention
        self.start, self.end = moment_text(view.start), moment_text(view.end)
        self.error, self.errors = view.error, view.errors
        self.sort = "-" * view.descending + view.sort
        self._hydrate()
