"""The view of the list that an operator chose, and its form in the address."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, unquote_plus

from jobs_app.jobs.cursors import SORTS, Cursor, parse_cursor
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.text import encodable

SINCE: dict[str, float] = {"1h": 3600, "24h": 86_400, "7d": 7 * 86_400, "30d": 30 * 86_400}
"""Time ranges: the maximum age of a job in seconds."""

SIZES = (25, 50, 100)
MAX_TYPES = 50
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class JobFilter:
    """One view of the list: filters, sort and page. It is hashable, so it is the key by which reads are shared."""

    statuses: tuple[JobStatus, ...] = ()
    types: tuple[str, ...] = ()
    since: str = ""
    start: datetime | None = None
    end: datetime | None = None
    """A range of time from `start`, up to but without `end`, in place of `since`."""
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
        start, end = (_moment(_text(values.get(name, ""))) for name in ("from", "to"))
        return cls(
            statuses=_statuses(status for value in statuses for status in _text(value).split(",")),
            types=tuple(sorted({job_type for value in types for job_type in _texts(value)})[:MAX_TYPES]),
            since=since if since in SINCE and not start else "",
            start=start,
            end=end if start else None,
            search=_text(values.get("q", "")).strip()[:MAX_TEXT],
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
            "from": _iso(self.start),
            "to": _iso(self.end),
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
        return bool(self.statuses or self.types or self.since or self.start or self.search)

    def toggled(self, status: str = "", job_type: str = "") -> "JobFilter":
        """The view with one status or type added, or removed if it was chosen; unchanged if there are too many."""
        statuses = _statuses(set(self.statuses) ^ set(_statuses([status])))
        types = tuple(sorted(set(self.types) ^ set(_clean([job_type]))))
        if len(types) > MAX_TYPES:
            return self
        return replace(self, statuses=statuses, types=types, cursor=None)

    def sorted_by(self, sort: str) -> "JobFilter":
        """The view sorted by a column, or in reverse if it was; times and numbers start with the highest."""
        if sort not in SORTS:
            return self
        descending = not self.descending if sort == self.sort else SORTS[sort][0] != "text"
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
        """The view of the jobs that ended in a range of time; of all times if `start` is none."""
        first, last = _moment(start), _moment(end)
        return replace(self, since="", start=first, end=last if first else None, cursor=None)

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


def _moment(value: str) -> datetime | None:
    """A time as ISO 8601 with an offset, or as seconds since 1970; None if it is neither."""
    try:
        if value.isdecimal():
            return datetime.fromtimestamp(int(value), UTC)
        moment = datetime.fromisoformat(value.replace(" ", "+"))
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None


def _iso(moment: datetime | None) -> str:
    return moment.isoformat().replace("+00:00", "Z") if moment else ""


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
