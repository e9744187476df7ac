"""A read that leaves room for others."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

View = TypeVar("View")
Answer = TypeVar("Answer")

LONGEST_REST = 0.25
"""Seconds: nobody has to wait longer for a read that might begin."""


class Throttled(Generic[View, Answer]):
    """A read that rests as long as it took before it is done again, so that floods of it take half a core at most.

    For one thread. Raises what the read raises.
    """

    def __init__(
        self,
        read: Callable[[View], Answer],
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self._read, self._clock, self._rest = read, clock, rest
        self._free_at = 0.0

    def __call__(self, view: View) -> Answer:
        if (left := self._free_at - self._clock()) > 0:
            self._rest(left)
        began = self._clock()
        try:
            return self._read(view)
        finally:
            ended = self._clock()
            self._free_at = ended + min(ended - began, LONGEST_REST)
