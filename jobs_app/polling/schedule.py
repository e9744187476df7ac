"""When the next poll happens: exponential back-off, the same for the server's polls and the browser's reconnects."""

FAILURES_BEFORE_BACKOFF = 3
"""Failures in a row after which the delay grows."""
FIRST_BACKOFF_SECONDS = 10.0
MAX_BACKOFF_SECONDS = 120.0
GRACE_SECONDS = 2.0
"""How much longer than two intervals a connection may bring nothing before it counts as lost."""


def delay(failures: int, interval: float) -> float:
    """Seconds from the end of one poll to the start of the next, after so many failures in a row.

    The rule of docs/architecture.md: the interval for up to two failures, then 10 s doubling to at most 120 s,
    never shorter than the interval.
    """
    if failures < FAILURES_BEFORE_BACKOFF:
        return interval
    doublings = min(failures - FAILURES_BEFORE_BACKOFF, 10)
    return max(interval, min(FIRST_BACKOFF_SECONDS * 2**doublings, MAX_BACKOFF_SECONDS))


def silence_limit(interval: float) -> float:
    """Seconds without a message after which nothing on screen may be called live."""
    return 2 * interval + GRACE_SECONDS
