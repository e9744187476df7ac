"""The loop behind one open page: read, show, wait, again."""

import asyncio
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

from jobs_app.database.errors import reason_of
from jobs_app.polling.polled_page import PolledPage, PollFailure
from jobs_app.polling.schedule import delay
from jobs_app.polling.shared_reads import ReadResult
from jobs_app.polling.viewers import Viewer
from jobs_app.settings.polling import PollingConfig

View = TypeVar("View", bound=Hashable)
Answer = TypeVar("Answer")

MAX_READ_SECONDS = 8.0
"""After this a read counts as failed, however long the interval."""
READ_GRACE_SECONDS = 1.0
"""How much longer than the interval a read may take: what it brings may then be live until the next one comes."""
SLOW_INTERVAL_SECONDS = 60.0
"""Between two polls for a hidden tab where the configuration says `slow`."""
SHARED_SECONDS = 0.25
"""How long an answer serves other viewers of the same view: at most four reads a second, for any number."""


def wait_seconds(viewer: Viewer[View], failures: int, config: PollingConfig) -> float | None:
    """Seconds until the next poll of a page; None: not before somebody requests it."""
    if viewer.paused or viewer.finished or not config.enabled:
        return None
    if not viewer.visible:
        return max(SLOW_INTERVAL_SECONDS, delay(failures, config.interval)) if config.when_hidden == "slow" else None
    return delay(failures, config.interval)


def max_read_seconds(interval: float) -> float:
    """Seconds after which a read counts as failed."""
    return min(interval + READ_GRACE_SECONDS, MAX_READ_SECONDS)


class _ReadAgain(Exception):
    """What was read is not what is wanted now: the viewer changed the view, or it is older than a poll may be."""


class PollLoop(Generic[View, Answer]):
    """Keeps one page current: polls never overlap, and no error ends the loop.

    `clock` tells seconds since 1970.
    """

    def __init__(
        self,
        viewer: Viewer[View],
        page: PolledPage[View, Answer],
        config: PollingConfig,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._viewer, self._page, self._config, self._clock = viewer, page, config, clock
        self._read_seconds = max_read_seconds(config.interval)
        self._failures = 0

    async def run(self) -> None:
        """Poll until cancelled."""
        max_age = 0.0
        while True:
            view = self._viewer.view
            reading = asyncio.ensure_future(self._page.read(view, max_age))
            try:
                await self._poll(view, reading)
                self._failures = 0
            except _ReadAgain:
                max_age = 0.0
                continue
            except Exception as error:
                await self._fail(error)
            showing = asyncio.ensure_future(self._show_late(view, reading))
            try:
                requested = await self._wait()
            finally:
                showing.cancel()
            max_age = 0.0 if requested else SHARED_SECONDS

    async def _poll(self, view: View, reading: "asyncio.Future[ReadResult[Answer]]") -> None:
        result = await self._result_unless_changed(view, reading)
        late = self._clock() - result.at > self._read_seconds  # An earlier poll began this read.
        await self._page.show(view, result, late)
        if late:
            raise _ReadAgain
        self._page.log(None)

    async def _result_unless_changed(
        self, view: View, reading: "asyncio.Future[ReadResult[Answer]]"
    ) -> ReadResult[Answer]:
        """The result, unless it takes too long (TimeoutError) or the viewer changes the view meanwhile.

        The read goes on after TimeoutError: it may still be shown, late.
        """
        requested = asyncio.ensure_future(self._viewer.refresh_requested())
        try:
            async with asyncio.timeout(self._read_seconds):
                while not reading.done():
                    await asyncio.wait({reading, requested}, return_when=asyncio.FIRST_COMPLETED)
                    if self._viewer.view != view:
                        raise _ReadAgain
                    if requested.done() and not reading.done():
                        requested = asyncio.ensure_future(self._viewer.refresh_requested())
            return reading.result()
        except (_ReadAgain, asyncio.CancelledError):
            reading.cancel()
            raise
        finally:
            requested.cancel()

    async def _show_late(self, view: View, reading: "asyncio.Future[ReadResult[Answer]]") -> None:
        """Show what a poll asked for if it comes while the next one is awaited."""
        with suppress(Exception):
            if not reading.done():
                await self._page.show(view, await reading, True)

    async def _fail(self, error: Exception) -> None:
        self._failures += 1
        self._page.log(error)
        now = self._clock()
        failure = PollFailure(self._failures, reason_of(error), now, now + delay(self._failures, self._config.interval))
        with suppress(Exception):
            await self._page.show_failure(failure)

    async def _wait(self) -> bool:
        """Wait until the next poll is due; True if somebody requested it, False if its time came."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        while True:
            seconds = wait_seconds(self._viewer, self._failures, self._config)
            left = None if seconds is None else started + seconds - loop.time()
            if left is not None and left <= 0:
                return False
            if await self._viewer.requested_within(left):
                return True
