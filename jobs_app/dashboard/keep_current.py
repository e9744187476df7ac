"""The body of a page's background event: polls for one open page until it is left."""

import logging
import time
from collections.abc import Hashable
from typing import Generic, TypeVar

import reflex as rx

from jobs_app.dashboard.refresh import Page, Refresh, viewers
from jobs_app.database.errors import is_expected, reason_of
from jobs_app.database.failure_log import FailureLog
from jobs_app.polling.loop import PollLoop
from jobs_app.polling.polled_page import PollFailure
from jobs_app.polling.schedule import MAX_BACKOFF_SECONDS
from jobs_app.polling.shared_reads import ReadResult
from jobs_app.polling.viewers import Viewer
from jobs_app.settings.polling import PollingConfig

View = TypeVar("View", bound=Hashable)
Answer = TypeVar("Answer")

QUIET_SECONDS = MAX_BACKOFF_SECONDS + 30.0
"""After so long without a failure of a kind it is over: longer than the delay between any two tries."""

_failure_log = FailureLog(logging.getLogger(__name__), "polling", QUIET_SECONDS)


async def keep_current(
    state: rx.State, token: str, view: View, page: Page[View, Answer], config: PollingConfig
) -> None:
    """Poll for one open page, whose tab has this token, until it is left.

    After two answers in a row that are final the page is only read again on request.
    """
    viewer = Viewer(view)
    with viewers.entered(token, viewer):
        async with state:
            (await state.get_state(Refresh))._begin(config, viewer)
        await PollLoop(viewer, _OpenPage(state, viewer, page), config).run()


class _OpenPage(Generic[View, Answer]):
    """A page on a state. Reflex takes changes of vars only inside `async with`."""

    def __init__(self, state: rx.State, viewer: Viewer[View], page: Page[View, Answer]) -> None:
        self._state, self._viewer, self._page = state, viewer, page
        self._was_final = False
        self._read_at = 0.0

    async def read(self, view: View, max_age: float) -> ReadResult[Answer]:
        return await self._page.read(view, max_age)

    async def show(self, view: View, result: ReadResult[Answer], late: bool) -> None:
        async with self._state:
            if self._viewer.view != view or result.at < self._read_at:
                return
            await self._page.show(self._state, view, result.answer)
            is_final = self._page.is_final(result.answer)
            finished, self._was_final = self._was_final and is_final, is_final
            self._viewer.finished = finished
            first, self._read_at = not self._read_at, result.at
            refresh = await self._state.get_state(Refresh)
            refresh._succeeded(result.at, time.time(), late=late, finished=finished, first=first)

    async def show_failure(self, failure: PollFailure) -> None:
        async with self._state:
            (await self._state.get_state(Refresh))._failed(failure)

    def log(self, error: Exception | None) -> None:
        log_poll(_failure_log, error)


def log_poll(failure_log: FailureLog, error: Exception | None) -> None:
    """Log that a poll failed, or succeeded: each reason once, however many viewers and tries it affects."""
    if error is None:
        return failure_log.succeeded()
    reason, cause = reason_of(error), None if is_expected(error) else error
    failure_log.failed("polling failed: %s", reason, kind=reason, level=logging.ERROR, error=cause)
    failure_log.logger.debug("cause of a failed poll", exc_info=error)
