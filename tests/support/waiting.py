"""Waiting for a condition. A deadline only ends a test that hangs: it tests no rule about time."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

DEADLINE_SECONDS = 60
"""Far more than any step takes, so that no test fails on a busy machine."""


def wait_for(
    condition: Callable[[], Value], what: str | Callable[[], str] = "", seconds: float = DEADLINE_SECONDS
) -> Value:
    """Return the first true value of the condition; fail with `what` if there is none in time.

    More `seconds` are only for conditions that are not due earlier.
    """
    deadline = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what or condition}")
        time.sleep(0.02)
