"""A read that leaves processor time to others."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

View = TypeVar("View")
Answer = TypeVar("Answer")

MAX_PAUSE_SECONDS = 0.25
"""No read is delayed for longer."""


class Throttled(Generic[View, Answer]):
    """A read that is followed by a pause as long as it took, so that a flood of reads takes half a core at most.

    For one thread. Raises what the read raises.
    """

    def __init__(
        self,
        read: Callable[[View], Answer],
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._read, self._clock, self._pause = read, clock, pause
        self._free_at = 0.0

    def __call__(self, view: View) -> Answer:
        if (left := self._free_at - self._clock()) > 0:
            self._pause(left)
        started = self._clock()
        try:
            return self._read(view)
        finally:
            ended = self._clock()
            self._free_at = ended + min(ended - started, MAX_PAUSE_SECONDS)
