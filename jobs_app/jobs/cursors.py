"""Keyset pagination: what the list can be sorted by, and the cursors of its pages."""

import math
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote_plus

from jobs_app.jobs.timestamps import parse_timestamp

Kind = Literal["time", "number", "span", "text"]
Direction = Literal["after", "before"]

ACTIVITY = "activity"
"""Running jobs, then queued ones, then ended ones, in each the latest first."""
SORTS: dict[str, tuple[Kind, ...]] = {
    ACTIVITY: ("number", "time"),
    "created": ("time",),
    "started": ("time",),
    "completed": ("time",),
    "duration": ("span",),
    "status": ("text", "time"),
    "type": ("text", "time"),
    "target": ("text",),
    "progress": ("number",),
}
"""What the list can be sorted by, with the kinds of the sort keys before the job's id; the second one breaks ties.

A span is a number of seconds, or for a running job its start: that stays the same while the seconds grow.
"""

MAX_KEY = 2000
"""Characters of a sort key or an id in a cursor: some are encoded in hex, see ids.py."""
NO_TIME_KEYS = ("", "-infinity")
"""The sort key of a missing time on SQLite and on PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Keyset pagination: the sort keys and the id of the row that a page comes after, or before."""

    direction: Direction
    keys: tuple[str, ...]
    id: str


def parse_cursor(direction: Direction, value: str, sort: str) -> Cursor | None:
    """The cursor of a query value, which is percent-encoded; None if it does not fit the sort."""
    *keys, job_id = (unquote_plus(part, errors="replace") for part in value.split(","))
    kinds = SORTS[sort]
    if len(keys) != len(kinds) or not job_id or "\0" in "".join((*keys, job_id)):
        return None
    if any(len(part) > MAX_KEY for part in (*keys, job_id)):
        return None
    if not all(_is_key(key, kind) for key, kind in zip(keys, kinds, strict=True)):
        return None
    return Cursor(direction, tuple(keys), job_id)


def _is_key(key: str, kind: Kind) -> bool:
    if kind == "text":
        return True
    if kind in ("number", "span") and is_number(key):
        return True
    is_time = parse_timestamp(key) is not None
    return {"time": is_time or key in NO_TIME_KEYS, "span": is_time}.get(kind, False)


def is_number(key: str) -> bool:
    """Whether a sort key is a finite number."""
    try:
        return math.isfinite(float(key))
    except ValueError:
        return False
