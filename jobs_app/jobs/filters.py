"""The view of the list that an operator chose, and its form in the address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote, unquote_plus

from jobs_app.jobs.cursors import ACTIVITY, SORTS, Cursor, parse_cursor
from jobs_app.jobs.status import OPEN, JobStatus
from jobs_app.jobs.text import encodable
from jobs_app.jobs.time_range import moment_text, time_range

SINCE: dict[str, float] = {"1h": 3600, "24h": 86_400, "7d": 7 * 86_400, "30d": 30 * 86_400}
"""Time ranges: the maximum age of a job in seconds."""

SIZES = (25, 50, 100)
MAX_TYPES = 50
MAX_TEXT = 200
ONLY_FAILED = (JobStatus.FAILED,)
_FINGERPRINT = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


@dataclass(frozen=True, slots=True)
class JobFilter:
    """One view of the list: filters, sort and page. It is hashable, so it is the key by which reads are shared."""

    statuses: tuple[JobStatus, ...] = ()
    types: tuple[str, ...] = ()
    since: str = ""
    start: datetime | None = None
    end: datetime | None = None
    search: str = ""
    attention: bool = False
    """Only jobs that need attention."""
    error: str = ""
    """The fingerprint that the jobs' errors have."""
    errors: bool = False
    """Whether the failed jobs are shown as groups of errors; only if no other jobs match."""
    sort: str = ACTIVITY
    descending: bool = False
    size: int = 50
    cursor: Cursor | None = None

    @classmethod
    def from_query(cls, query: str) -> "JobFilter":
        """The view of a query string; unknown and malformed parts are ignored."""
        parts = _parts(query)
        values = dict(parts)
        sort, descending = _sort(_text(values.get("sort", "")))
        size = _text(values.get("size", ""))
        since = _text(values.get("since", ""))
        start, end = time_range(_text(values.get("from", "")), _text(values.get("to", "")))
        chosen = _statuses(status for name, value in parts if name == "status" for status in _text(value).split(","))
        return cls(
            statuses=chosen,
            types=tuple(_types(parts)[:MAX_TYPES]),
            since=since if since in SINCE and not (start or end) else "",
            start=start,
            end=end,
            search=_text(values.get("q", "")).strip()[:MAX_TEXT],
            attention=values.get("attention") == "1",
            error=_fingerprint(_text(values.get("error", ""))),
            errors=_text(values.get("view", "")) == "errors" and chosen == ONLY_FAILED,
            sort=sort,
            descending=descending,
            size=int(size) if size in map(str, SIZES) else 50,
            cursor=parse_cursor("after", values.get("after", ""), sort)
            or parse_cursor("before", values.get("before", ""), sort),
        )

    def to_query(self) -> str:
        """The shortest query string that `from_query` parses to this view; defaults are left out."""
        parts = {
            "status": _joined(self.statuses),
            "type": _joined(self.types),
            "since": self.since,
            "from": moment_text(self.start),
            "to": moment_text(self.end),
            "q": quote(self.search, safe=""),
            "attention": "1" if self.attention else "",
            "error": quote(self.error, safe=""),
            "view": "errors" if self.errors else "",
            "sort": "" if (self.sort, self.descending) == (ACTIVITY, False) else "-" * self.descending + self.sort,
            "size": "" if self.size == 50 else str(self.size),
        }
        if self.cursor:
            parts[self.cursor.direction] = _joined((*self.cursor.keys, self.cursor.id))
        return "&".join(f"{name}={value}" for name, value in parts.items() if value)

    @property
    def narrows(self) -> bool:
        """Whether it has any filter."""
        return bool(self.statuses or self.types or self.has_range or self.search or self.attention or self.error)

    @property
    def has_range(self) -> bool:
        """Whether it is limited to a time range."""
        return bool(self.since or self.start or self.end)

    def toggled(self, status: str = "", job_type: str = "") -> "JobFilter":
        """The view with one status or type added, or removed if it was chosen; unchanged if there are too many."""
        statuses = _statuses(set(self.statuses) ^ set(_statuses([status])))
        types = tuple(sorted(set(self.types) ^ set(_clean([job_type]))))
        if len(types) > MAX_TYPES:
            return self
        error = self.error if not statuses or JobStatus.FAILED in statuses else ""
        errors = self.errors and statuses == ONLY_FAILED
        attention = self.attention and (not status or status in OPEN)
        return replace(
            self, statuses=statuses, types=types, error=error, errors=errors, attention=attention, cursor=None
        )

    def toggled_attention(self) -> "JobFilter":
        """The view of the jobs that need attention, whatever their status, or without that filter."""
        return replace(self, attention=not self.attention, statuses=(), error="", errors=False, cursor=None)

    def sorted_by(self, sort: str) -> "JobFilter":
        """The view sorted by a column, or in reverse if it was; times and numbers start with the highest."""
        if sort not in SORTS:
            return self
        descending = not self.descending if sort == self.sort else sort != ACTIVITY and SORTS[sort][0] != "text"
        return replace(self, sort=sort, descending=descending, cursor=None)

    def in_order(self, order: str) -> "JobFilter":
        """The view in an order as an address names it, such as `-created`; unchanged for any other text."""
        sort, descending = _sort(order)
        is_order = order == "-" * descending + sort
        return replace(self, sort=sort, descending=descending, cursor=None) if is_order else self

    def within(self, since: str) -> "JobFilter":
        """The view of the jobs of a time range; "" for all times."""
        return replace(self, since=since if since in SINCE else "", start=None, end=None, cursor=None)

    def between(self, start: str, end: str) -> "JobFilter":
        """The view of the jobs of a time range whose ends are as in an address; an empty or malformed end is open."""
        first, last = time_range(encodable(start), encodable(end))
        return replace(self, since="", start=first, end=last, cursor=None)

    def searching(self, text: str) -> "JobFilter":
        """The view of the jobs that a search finds (search_query.py)."""
        return replace(self, search=encodable(text).strip()[:MAX_TEXT], cursor=None)

    def of_error(self, fingerprint: str) -> "JobFilter":
        """The view of the jobs that failed with an error; of all failed ones for ""."""
        error = _fingerprint(fingerprint)
        return replace(self, statuses=ONLY_FAILED, error=error, errors=False, attention=False, cursor=None)

    def in_groups(self, errors: bool) -> "JobFilter":
        """The view of the failed jobs as groups of errors, or as jobs again; unchanged if it has others."""
        if self.statuses != ONLY_FAILED:
            return self
        return replace(self, error="" if errors else self.error, errors=errors, cursor=None)

    def sized(self, size: str) -> "JobFilter":
        """The view with so many rows a page, if that is offered."""
        return replace(self, size=int(size), cursor=None) if size in map(str, SIZES) else self

    def at(self, cursor: Cursor | None) -> "JobFilter":
        """The same view, another page."""
        return replace(self, cursor=cursor)

    def cleared(self) -> "JobFilter":
        """The view without filters: sort and page size stay."""
        return JobFilter(sort=self.sort, descending=self.descending, size=self.size)


def types_left_out(query: str) -> int:
    """How many of the types of a query string a view leaves out, which has no more than MAX_TYPES."""
    return max(0, len(_types(_parts(query))) - MAX_TYPES)


def _parts(query: str) -> list[tuple[str, str]]:
    named = (part.partition("=") for part in query.lstrip("?").split("&") if "=" in part)
    return [(name, value) for name, _, value in named]


def _types(parts: Iterable[tuple[str, str]]) -> list[str]:
    return sorted({job_type for name, value in parts if name == "type" for job_type in _texts(value)})


def _text(value: str) -> str:
    return encodable(unquote_plus(value, errors="replace"))


def _texts(value: str) -> list[str]:
    return _clean(unquote_plus(part, errors="replace") for part in value.split(","))


def _clean(values: Iterable[str]) -> list[str]:
    return [value for value in values if 0 < len(value) <= MAX_TEXT and value == encodable(value)]


def _joined(values: Iterable[str]) -> str:
    return ",".join(quote(value, safe="") for value in values)


def _fingerprint(value: str) -> str:
    return value if _FINGERPRINT.fullmatch(value) else ""


def _statuses(values: Iterable[str]) -> tuple[JobStatus, ...]:
    chosen = set(values)
    return tuple(status for status in JobStatus if status in chosen)


def _sort(value: str) -> tuple[str, bool]:
    name = value.removeprefix("-")
    return (name, value.startswith("-")) if name in SORTS else (ACTIVITY, False)
