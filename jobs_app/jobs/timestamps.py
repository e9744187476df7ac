"""How a stored point in time is parsed."""

from datetime import UTC, datetime


def parse_timestamp(stored: object) -> datetime | None:
    """The moment of a stored value, or None if it is none.

    Parses what `CURRENT_TIMESTAMP` writes and ISO 8601 with `T`, `Z` or an offset; without an offset it is UTC.
    """
    if isinstance(stored, str):
        try:
            stored = datetime.fromisoformat(stored.strip())
        except ValueError:
            return None
    if not isinstance(stored, datetime):
        return None
    try:
        return stored.astimezone(UTC) if stored.tzinfo else stored.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None
