"""When the next poll happens: the one rule, shared by the server's polls and the browser's reconnects."""

PATIENCE = 3
"""Failures in a row before the pace slows down."""
FIRST_BACKOFF = 10.0
LONGEST_BACKOFF = 120.0
GRACE = 2.0
"""Seconds on top of two intervals after which silence counts as a lost connection."""


def delay(failures: int, interval: float) -> float:
    """Seconds from the end of one poll to the start of the next, after so many failures in a row.

    The rule of the contract: the interval for up to two failures, then 10 s doubling to at most 120 s,
    never shorter than the interval.
    """
    if failures < PATIENCE:
        return interval
    doublings = min(failures - PATIENCE, 10)
    return max(interval, min(FIRST_BACKOFF * 2**doublings, LONGEST_BACKOFF))


def silence_limit(interval: float) -> float:
    """Seconds without any sign of life after which nothing on screen may be called live."""
    return 2 * interval + GRACE
