"""The overview strip of the list: the last 24 hours against the 24 before."""

import logging

import reflex as rx

from jobs_app.dashboard.browser.overview import Overview
from jobs_app.dashboard.keep_current import QUIET_SECONDS, log_poll
from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.dashboard.refresh import Refresh, companions
from jobs_app.database.failure_log import FailureLog
from jobs_app.jobs.overview import Overview as ShownOverview
from jobs_app.polling.shared_reads import ReadResult
from jobs_app.polling.slow_loop import SlowLoop, SlowPart
from jobs_app.polling.viewers import Viewer

_failure_log = FailureLog(logging.getLogger(__name__), "the overview", QUIET_SECONDS)


class OverviewStrip(HydratedState, rx.State):
    """What the strip shows, and when that was read, in milliseconds since 1970."""

    shown: ShownOverview | None = None
    at: int = 0

    def _show(self, overview: ShownOverview, at: float) -> None:
        self._assign(shown=overview, at=round(at * 1000))
        self._hydrate()


class OverviewPolling(rx.State):
    """The background event that keeps the overview current, on an interval of its own."""

    @rx.event(background=True)
    async def poll(self) -> None:
        """Runs as long as the page is open, as the polling of the list does."""
        viewer: Viewer[None] = Viewer(None)
        with companions.entered(self.router.session.client_token, viewer):
            async with self:
                (await self.get_state(Refresh))._accompany(viewer)
            part = SlowPart(self._read, self._show, self._log)
            await SlowLoop(viewer, part, feeds().polling).run()

    async def _read(self, max_age: float) -> ReadResult[ShownOverview]:
        return await feeds().overview.answer(None, max_age)

    async def _show(self, result: ReadResult[ShownOverview]) -> None:
        async with self:
            (await self.get_state(OverviewStrip))._show(result.answer, result.at)

    def _log(self, error: Exception | None) -> None:
        log_poll(_failure_log, error)


def overview() -> rx.Component:
    """The strip, for the list."""
    return Overview.create(
        shown=OverviewStrip.shown, at=OverviewStrip.at, query=ListFilters.query, on_range=ListFilters.choose_range
    )
