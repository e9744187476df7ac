"""Times, counts and percentages as the database holds them, which may be anything."""

import math
from datetime import UTC, datetime, timedelta

from jobs_app.jobs.timestamps import parse_timestamp

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SAFE_INTEGER = 2**53 - 1
"""The largest whole number that a browser holds exactly (ECMAScript, Number.MAX_SAFE_INTEGER)."""


def milliseconds(stored: object) -> int | None:
    """A stored time as milliseconds since 1970 UTC, None if it cannot be parsed."""
    moment = parse_timestamp(stored)
    return None if moment is None else (moment - EPOCH) // timedelta(milliseconds=1)


def number(stored: object) -> float | None:
    """A stored value as a finite number, None for anything else."""
    try:
        value = float(stored)  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def count(stored: object) -> int | None:
    """A stored value as a count of items: whole, not negative, exact in a browser."""
    value = number(stored)
    return None if value is None else int(min(max(value, 0), SAFE_INTEGER))


def percent(stored: object, processed: int | None, total: int | None) -> float | None:
    """Progress from 0 to 100 with one decimal: as stored, else from the counts, else unknown."""
    value = exact_percent(stored, processed, total)
    return None if value is None else round(value, 1)


def exact_percent(stored: object, processed: int | None, total: int | None) -> float | None:
    """The same with all decimals."""
    value = number(stored)
    if value is None and processed is not None and total:
        value = 100 * processed / total
    return None if value is None else min(max(value, 0.0), 100.0)
