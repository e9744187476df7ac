"""How a stored point in time is read."""

from datetime import UTC, datetime


def parse_timestamp(stored: object) -> datetime | None:
    """The moment a stored value means, or None if it means none.

    Reads what `CURRENT_TIMESTAMP` writes and ISO 8601 with `T`, `Z` or an offset; without one it is UTC.
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
