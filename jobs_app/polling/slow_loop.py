"""The loop behind a part of an open page that all pages share, read on an interval of its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from jobs_app.polling.schedule import delay
from jobs_app.polling.shared_reads import ReadResult
from jobs_app.polling.viewers import Viewer
from jobs_app.settings.polling import PollingConfig

View = TypeVar("View", bound=Hashable)
Answer = TypeVar("Answer")

READ_INTERVAL_SECONDS = 60.0
"""Between two reads for all pages together."""
MIN_AGE_SECONDS = 10.0
"""What is younger is not read again, however many viewers request it."""
MAX_READ_SECONDS = 8.0
"""After this a read counts as failed."""


@dataclass(frozen=True, slots=True)
class SlowPart(Generic[Answer]):
    """What is read with a maximum age in seconds, where it is shown, and who logs that a read failed or succeeded."""

    read: Callable[[float], Awaitable[ReadResult[Answer]]]
    show: Callable[[ReadResult[Answer]], Awaitable[None]]
    log: Callable[[Exception | None], None]


class SlowLoop(Generic[View, Answer]):
    """Keeps a part of one page current. It rests while the page is hidden or paused; no error ends it.

    `clock` tells seconds since 1970.
    """

    def __init__(
        self,
        viewer: Viewer[View],
        part: SlowPart[Answer],
        config: PollingConfig,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._viewer, self._part, self._config, self._clock = viewer, part, config, clock
        self._failures = 0

    async def run(self) -> None:
        """Read, show and wait until cancelled."""
        max_age = READ_INTERVAL_SECONDS
        while True:
            due, may_be_requested = await self._read(max_age)
            requested = await self._wait(due, may_be_requested)
            max_age = MIN_AGE_SECONDS if requested else READ_INTERVAL_SECONDS

    async def _read(self, max_age: float) -> tuple[float, float]:
        """Seconds until the next read is due, and until it may be requested."""
        try:
            async with asyncio.timeout(MAX_READ_SECONDS):
                result = await self._part.read(max_age)
            await self._part.show(result)
        except Exception as error:
            self._failures += 1
            self._part.log(error)
            return delay(self._failures, READ_INTERVAL_SECONDS), MIN_AGE_SECONDS
        self._failures = 0
        self._part.log(None)
        age = max(self._clock() - result.at, 0.0)
        return max(READ_INTERVAL_SECONDS - age, 0.0), max(MIN_AGE_SECONDS - age, 0.0)

    async def _wait(self, due: float, may_be_requested: float) -> bool:
        """Wait until the next read is due; True if somebody requested it, which includes that the page is shown again.

        A request comes too early while what is shown is younger than MIN_AGE_SECONDS.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        while True:
            passed = loop.time() - started
            left = None if self._rests() else due - passed
            if left is not None and left <= 0:
                return False
            if await self._viewer.requested_within(left) and loop.time() - started >= may_be_requested:
                return True

    def _rests(self) -> bool:
        hidden = not self._viewer.visible and self._config.when_hidden != "slow"
        return hidden or self._viewer.paused or not self._config.enabled
