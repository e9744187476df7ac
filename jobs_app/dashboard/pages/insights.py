"""The page of insights, `/insights`: throughput, failures, durations and waits of a time range."""

from dataclasses import replace

import reflex as rx

from jobs_app.dashboard.browser.insights import Insights
from jobs_app.dashboard.browser.page import OfflineNotice
from jobs_app.dashboard.components.layout import layout
from jobs_app.dashboard.keep_current import keep_current
from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.dashboard.refresh import refresh_status
from jobs_app.jobs.insights import InsightsView
from jobs_app.jobs.insights_figures import Insights as ShownInsights
from jobs_app.polling.shared_reads import ReadResult
from jobs_app.polling.slow_loop import READ_INTERVAL_SECONDS

MIN_AGE_SECONDS = 5.0
"""What is younger is not read again, however many viewers request it; less than a read may take."""


class InsightsFigures(HydratedState, rx.State):
    """The figures on the page."""

    shown: ShownInsights | None = None

    def _show(self, figures: ShownInsights) -> None:
        self._assign(shown=figures)
        self._hydrate()


class InsightsPage:
    """Reads and shows the figures of a view."""

    async def read(self, view: InsightsView, max_age: float) -> ReadResult[ShownInsights]:
        return await feeds().insights.answer(view, max(max_age, MIN_AGE_SECONDS))

    async def show(self, state: rx.State, view: InsightsView, answer: ShownInsights) -> None:
        (await state.get_state(InsightsFigures))._show(answer)

    def is_final(self, answer: ShownInsights) -> bool:
        return False


class InsightsPolling(rx.State):
    """The background event that keeps the figures current."""

    @rx.event(background=True)
    async def poll(self) -> None:
        """Runs as long as the page is open; another range or grouping is another address, which starts it anew."""
        view, token = InsightsView.from_query(self.router.url.query), self.router.session.client_token
        await keep_current(self, token, view, InsightsPage(), replace(feeds().polling, interval=READ_INTERVAL_SECONDS))


def insights() -> rx.Component:
    return layout(
        "Insights",
        refresh_status(),
        OfflineNotice.create(text="Offline: these figures are not current."),
        Insights.create(shown=InsightsFigures.shown),
    )
