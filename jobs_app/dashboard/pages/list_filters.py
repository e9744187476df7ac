"""What the operator chose to see of the list."""

import reflex as rx

from jobs_app.dashboard.pages.list_summary import ListSummary
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.dashboard.refresh import viewers
from jobs_app.jobs.filters import JobFilter


class ListFilters(HydratedState, rx.State):
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
        self._change_view(self._view().toggled(status=str(status)))

    @rx.event
    def toggle_type(self, job_type: str) -> None:
        self._change_view(self._view().toggled(job_type=str(job_type)))

    @rx.event
    def choose_since(self, since: str) -> None:
        self._change_view(self._view().within(str(since)))

    @rx.event
    def filter_range(self, start: str, end: str) -> None:
        """Show what ended in a range of time, given as in the address; all times if `start` is empty."""
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
    def clear(self) -> None:
        self._change_view(self._view().cleared())

    @rx.event
    async def turn_page(self, forward: bool) -> None:
        edges = (await self.get_state(ListSummary)).get_value("_edges")
        if edge := edges[forward is True]:
            self._change_view(self._view().at(edge))

    def _view(self) -> JobFilter:
        return JobFilter.from_query(self.query)

    def _change_view(self, view: JobFilter) -> None:
        self._show(view)
        self.turn += 1
        viewer = viewers.get(self.router.session.client_token)
        # Any client may call this while a job's page is open, whose loop reads one job and no list.
        if viewer and isinstance(viewer.view, JobFilter):
            viewer.change_view(view)

    def _show(self, view: JobFilter) -> None:
        self.query = view.to_query()
        self.statuses, self.types = [str(status) for status in view.statuses], list(view.types)
        self.since, self.search, self.size = view.since, view.search, str(view.size)
        self.sort = "-" * view.descending + view.sort
        self._hydrate()
