"""An event loop with a virtual clock that jumps to the next timer: hours pass in milliseconds, in the right order."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class VirtualLoop(asyncio.SelectorEventLoop):
    """For code that waits by the loop's clock and does no real I/O."""

    _now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        if not self._ready:  # type: ignore[attr-defined]
            timers = (timer.when() for timer in self._scheduled if not timer.cancelled())  # type: ignore[attr-defined]
            self._now = max(self._now, min(timers, default=0.0))
        super()._run_once()  # type: ignore[misc]


def run(scenario: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(scenario)
