"""The view of the list that an operator chose, and its form in the address."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, unquote_plus

from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.text import encodable
from jobs_app.jobs.timestamps import parse_timestamp

Kind = Literal["time", "number", "span", "text"]
Direction = Literal["after", "before"]

SORTS: dict[str, tuple[Kind, ...]] = {
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

SINCE: dict[str, float] = {"1h": 3600, "24h": 86_400, "7d": 7 * 86_400, "30d": 30 * 86_400}
"""Time ranges: the maximum age of a job in seconds."""

SIZES = (25, 50, 100)
MAX_TYPES = 50
MAX_TEXT = 200
MAX_KEY = 2000
"""Characters of a sort key or an id in a cursor: some are encoded in hex, see ids.py."""
NO_TIME_KEYS = ("", "-infinity")
"""The sort key of a missing time on SQLite and on PostgreSQL."""
TIME_KEY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Keyset pagination: the sort keys and the id of the row that a page comes after, or before."""

    direction: Direction
    keys: tuple[str, ...]
    id: str


@dataclass(frozen=True, slots=True)
class JobFilter:
    """One view of the list: filters, sort and page. It is hashable, so it is the key by which reads are shared."""

    statuses: tuple[JobStatus, ...] = ()
    types: tuple[str, ...] = ()
    since: str = ""
    search: str = ""
    sort: str = "created"
    descending: bool = True
    size: int = 50
    cursor: Cursor | None = None

    @classmethod
    def from_query(cls, query: str) -> "JobFilter":
        """The view of a query string; unknown and malformed parts are ignored."""
        parts = [part.split("=", 1) for part in query.lstrip("?").split("&") if "=" in part]
        values = dict(parts)
        statuses, types = ([value for name, value in parts if name == wanted] for wanted in ("status", "type"))
        sort, descending = _sort(_text(values.get("sort", "")))
        size = _text(values.get("size", ""))
        since = _text(values.get("since", ""))
        return cls(
            statuses=_statuses(status for value in statuses for status in _text(value).split(",")),
            types=tuple(sorted({job_type for value in types for job_type in _texts(value)})[:MAX_TYPES]),
            since=since if since in SINCE else "",
            search=_text(values.get("q", "")).strip()[:MAX_TEXT],
            sort=sort,
            descending=descending,
            size=int(size) if size in map(str, SIZES) else 50,
            cursor=_cursor("after", values, sort) or _cursor("before", values, sort),
        )

    def to_query(self) -> str:
        """The shortest query string that `from_query` parses to this view; defaults are left out."""
        parts = {
            "status": _joined(self.statuses),
            "type": _joined(self.types),
            "since": self.since,
            "q": quote(self.search, safe=""),
            "sort": "" if (self.sort, self.descending) == ("created", True) else "-" * self.descending + self.sort,
            "size": "" if self.size == 50 else str(self.size),
        }
        if self.cursor:
            parts[self.cursor.direction] = _joined((*self.cursor.keys, self.cursor.id))
        return "&".join(f"{name}={value}" for name, value in parts.items() if value)

    @property
    def narrows(self) -> bool:
        """Whether it has any filter."""
        return bool(self.statuses or self.types or self.since or self.search)

    def toggled(self, status: str = "", job_type: str = "") -> "JobFilter":
        """The view with one status or type added, or removed if it was chosen."""
        statuses = _statuses(set(self.statuses) ^ set(_statuses([status])))
        types = tuple(sorted(set(self.types) ^ set(_clean([job_type]))))[:MAX_TYPES]
        return replace(self, statuses=statuses, types=types, cursor=None)

    def sorted_by(self, sort: str) -> "JobFilter":
        """The view sorted by a column, or in reverse if it was; times and numbers start with the highest."""
        if sort not in SORTS:
            return self
        descending = not self.descending if sort == self.sort else SORTS[sort][0] != "text"
        return replace(self, sort=sort, descending=descending, cursor=None)

    def within(self, since: str) -> "JobFilter":
        """The view of the jobs created in a time range; "" for all times."""
        return replace(self, since=since if since in SINCE else "", cursor=None)

    def searching(self, text: str) -> "JobFilter":
        """The view of the jobs whose target or id contains a text."""
        return replace(self, search=encodable(text).strip()[:MAX_TEXT], cursor=None)

    def sized(self, size: str) -> "JobFilter":
        """The view with so many rows a page, if that is offered."""
        return replace(self, size=int(size), cursor=None) if size in map(str, SIZES) else self

    def at(self, cursor: Cursor | None) -> "JobFilter":
        """The same view, another page."""
        return replace(self, cursor=cursor)

    def cleared(self) -> "JobFilter":
        """The view without filters: sort and page size stay."""
        return JobFilter(sort=self.sort, descending=self.descending, size=self.size)


def _text(value: str) -> str:
    return encodable(unquote_plus(value, errors="replace"))


def _texts(value: str) -> list[str]:
    return _clean(unquote_plus(part, errors="replace") for part in value.split(","))


def _clean(values: Iterable[str]) -> list[str]:
    return [value for value in values if 0 < len(value) <= MAX_TEXT and value == encodable(value)]


def _joined(values: Iterable[str]) -> str:
    return ",".join(quote(value, safe="") for value in values)


def _statuses(values: Iterable[str]) -> tuple[JobStatus, ...]:
    chosen = set(values)
    return tuple(status for status in JobStatus if status in chosen)


def _sort(value: str) -> tuple[str, bool]:
    name = value.removeprefix("-")
    return (name, value.startswith("-")) if name in SORTS else ("created", True)


def _cursor(direction: Direction, values: dict[str, str], sort: str) -> Cursor | None:
    *keys, job_id = (unquote_plus(part, errors="replace") for part in values.get(direction, "").split(","))
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
    is_time = bool(TIME_KEY.fullmatch(key)) or parse_timestamp(key) is not None
    return {"time": is_time or key in NO_TIME_KEYS, "span": is_time}.get(kind, False)


def is_number(key: str) -> bool:
    """Whether a sort key is a finite number."""
    try:
        return math.isfinite(float(key))
    except ValueError:
        return False
