"""Waiting for a condition. A deadline only ends a test that hangs: no rule about time is tested with one."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

DEADLINE_SECONDS = 60
"""Far more than anything takes, so that a busy machine fails no test."""


def wait_for(
    condition: Callable[[], Value], what: str | Callable[[], str] = "", seconds: float = DEADLINE_SECONDS
) -> Value:
    """Return the first true value of the condition; fail when there is none in time, and say `what` was waited for.

    More `seconds` are only for what is not due earlier.
    """
    deadline = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what or condition}")
        time.sleep(0.02)
