"""The loop behind one open page: read, show, rest, again."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from jobs_app.polling.config import PollingConfig
from jobs_app.polling.hub import Read
from jobs_app.polling.reasons import reason_of
from jobs_app.polling.schedule import delay
from jobs_app.polling.viewers import Viewer

View = TypeVar("View", bound=Hashable)
Answer = TypeVar("Answer")
Looked = TypeVar("Looked", contravariant=True, bound=Hashable)

LONGEST_READ = 8.0
"""Seconds after which a read counts as failed, however long the interval."""
READ_GRACE = 1.0
"""Seconds beyond the interval that a read may take: what it brings may then be live until the next one comes."""
SLOW = 60.0
"""Seconds between two polls for a hidden tab where the configuration says `slow`."""
SHARED_FOR = 0.25
"""Seconds that an answer serves other viewers of the same view: at most four reads a second, for any number."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Polls that failed in a row, why the last one did, and when the next comes (seconds since 1970)."""

    count: int
    reason: str
    now: float
    due: float


def rest_of(viewer: Viewer[View], failures: int, config: PollingConfig) -> float | None:
    """Seconds until the next poll of a page; None: not before somebody asks for it."""
    if viewer.paused or viewer.over or not config.enabled:
        return None
    if not viewer.visible:
        return max(SLOW, delay(failures, config.interval)) if config.when_hidden == "slow" else None
    return delay(failures, config.interval)


def longest_read(interval: float) -> float:
    """Seconds after which a read counts as failed."""
    return min(interval + READ_GRACE, LONGEST_READ)


class Watched(Protocol[Looked, Answer]):
    """What a page shows and says. Neither may keep the loop from going on."""

    async def show(self, view: Looked, read: Read[Answer], late: bool) -> None:
        """Put an answer on the page; a late one is older than a poll may take, and does not make the page current."""
        ...

    async def tell(self, failure: Failure) -> None:
        """A poll failed."""
        ...

    def note(self, error: Exception | None) -> None:
        """For the log: a poll failed by this error, or succeeded."""
        ...


async def watch(
    viewer: Viewer[View],
    read: Callable[[View, float], Awaitable[Read[Answer]]],
    page: Watched[View, Answer],
    config: PollingConfig,
    clock: Callable[[], float] = time.time,
) -> None:
    """Keep one page current until cancelled: polls never overlap, and no error ends it.

    `read` answers for a view, at most so many seconds old.
    """
    failures, max_age = 0, 0.0
    while True:
        view, reading = viewer.view, asyncio.ensure_future(read(viewer.view, max_age))
        try:
            await _poll(viewer, reading, page, longest_read(config.interval), clock)
            failures = 0
        except _AgainAtOnce:
            max_age = 0.0
            continue
        except Exception as error:
            failures += 1
            page.note(error)
            await _tell(page, failures, error, delay(failures, config.interval), clock())
        showing = asyncio.ensure_future(_show_late(page, view, reading))
        try:
            called = await _rest(viewer, failures, config)
        finally:
            showing.cancel()
        max_age = 0.0 if called else SHARED_FOR


class _AgainAtOnce(Exception):
    """What was read is not what is wanted now: the viewer turned to another view, or it is older than a poll may be."""


async def _poll(
    viewer: Viewer[View],
    reading: "asyncio.Future[Read[Answer]]",
    page: Watched[View, Answer],
    deadline: float,
    clock: Callable[[], float],
) -> None:
    view = viewer.view
    answer = await _unless_called(viewer, reading, deadline)
    late = clock() - answer.at > deadline  # It was asked for by an earlier poll.
    await page.show(view, answer, late)
    if late:
        raise _AgainAtOnce
    page.note(None)


async def _unless_called(viewer: Viewer[View], reading: "asyncio.Future[Answer]", deadline: float) -> Answer:
    """The answer, unless it takes too long (TimeoutError) or the viewer turns to another view meanwhile.

    The read goes on after TimeoutError: it may still be shown, late.
    """
    view, called = viewer.view, asyncio.ensure_future(viewer.called())
    try:
        async with asyncio.timeout(deadline):
            while not reading.done():
                await asyncio.wait({reading, called}, return_when=asyncio.FIRST_COMPLETED)
                if viewer.view != view:
                    raise _AgainAtOnce
                if called.done() and not reading.done():
                    called = asyncio.ensure_future(viewer.called())
        return reading.result()
    except (_AgainAtOnce, asyncio.CancelledError):
        reading.cancel()
        raise
    finally:
        called.cancel()


async def _show_late(page: Watched[View, Answer], view: View, reading: "asyncio.Future[Read[Answer]]") -> None:
    """What a poll asked for comes after all, while the next is awaited."""
    with suppress(Exception):
        if not reading.done():
            await page.show(view, await reading, True)


async def _tell(page: Watched[Any, Any], failures: int, error: Exception, rest: float, now: float) -> None:
    with suppress(Exception):
        await page.tell(Failure(failures, reason_of(error), now, now + rest))


async def _rest(viewer: Viewer[View], failures: int, config: PollingConfig) -> bool:
    """Wait until the next poll is due; True if somebody asked for it, False if its time came."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    while True:
        rest = rest_of(viewer, failures, config)
        left = None if rest is None else started + rest - loop.time()
        if left is not None and left <= 0:
            return False
        try:
            await asyncio.wait_for(viewer.called(), left)
        except TimeoutError:
            continue
        return True
