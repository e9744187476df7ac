"""A time range in an address: moments in ISO 8601 with an offset, or in seconds since 1970."""

import re
from datetime import UTC, datetime

_SECONDS = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?", re.ASCII)
_LOST_PLUS = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)", re.ASCII)
"""The sign of an offset, which is a blank in an address unless it is encoded."""


def parse_moment(value: str) -> datetime | None:
    """A moment of an address in UTC, to the millisecond; None for any other text, and for a time without an offset."""
    try:
        if _SECONDS.fullmatch(value):
            moment = datetime.fromtimestamp(float(value), UTC)
        else:
            moment = datetime.fromisoformat(_LOST_PLUS.sub("+", value))
        moment = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None
    return moment and moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def moment_text(moment: datetime | None) -> str:
    """A moment in UTC as an address has it; empty for None."""
    if moment is None:
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z").replace(".000Z", "Z")


def time_range(start: str, end: str) -> tuple[datetime | None, datetime | None]:
    """The two ends of a range of an address, None where it is open; an end that is not after the start is ignored."""
    first, last = parse_moment(start), parse_moment(end)
    return first, None if first and last and last <= first else last
