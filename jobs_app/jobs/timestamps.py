"""How a point in time that a database returned is parsed."""

from datetime import UTC, datetime

UNPARSED = "?"
"""What a time that the database cannot parse begins with (`stored_time` in database/timestamps.py)."""


def parse_timestamp(stored: object) -> datetime | None:
    """The moment of a value that a database returned, or None if it is none; without an offset it is UTC.

    What other programs wrote is parsed by the database alone, so that it is shown, sorted and filtered as one time.
    """
    if isinstance(stored, str):
        try:
            stored = datetime.fromisoformat(stored)
        except ValueError:
            return None
    if not isinstance(stored, datetime):
        return None
    try:
        return stored.astimezone(UTC) if stored.tzinfo else stored.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None


def unparsed_text(stored: object) -> str:
    """The text of a stored time that the database could not parse; empty for any other."""
    return stored.removeprefix(UNPARSED) if isinstance(stored, str) and stored.startswith(UNPARSED) else ""
