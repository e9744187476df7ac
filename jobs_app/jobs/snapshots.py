"""Frozen snapshots of what the database holds, made from rows that may hold anything, compared by value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jobs_app.jobs.attention import AttentionMark
from jobs_app.jobs.cursors import Cursor
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.ids import encoded
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.stored_values import count, exact_percent, milliseconds, number, percent
from jobs_app.jobs.text import first_line, styled, visible
from jobs_app.jobs.timestamps import unparsed_text

TARGET_LIMIT = 4096
"""Characters of a target in the list: as many as a path may have on Linux, and 100 rows stay below half a megabyte."""
ERROR_LIMIT = 160
STATUS_LIMIT = 50
TEXT_LIMIT = 50_000
MAX_CUT_NOTE = 100
"""Characters of the note about the omitted part of a text."""
COUNT_LIMIT = 10_000
"""Counting stops here: larger counts are shown as 10k+."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One row of the list. Times are milliseconds since 1970 UTC, None where there is none to show."""

    id: str
    status: str
    job_type: str
    target: str
    error: str
    percent: float | None
    processed: int | None
    total: int | None
    unit: str
    created: int | None
    started: int | None
    ended: int | None
    raw_status: str
    """The stored text of an unknown status, else empty."""
    attention: AttentionMark | None

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "JobRow":
        """The snapshot of a database row, which may hold anything."""
        status = JobStatus.of(row["status"])
        processed, total = count(row["processed_count"]), count(row["total_count"])
        return cls(
            id=encoded(row["id"]),
            status=status,
            job_type=visible(row["job_type"], 100),
            target=visible(row["target"], TARGET_LIMIT),
            error=first_line(row["error_message"], ERROR_LIMIT),
            percent=percent(row["progress_percent"], processed, total),
            processed=processed,
            total=total,
            unit=visible(row["item_unit"], 30),
            created=milliseconds(row["created_at"]),
            started=milliseconds(row["started_at"]),
            ended=milliseconds(row["completed_at"]),
            raw_status=raw_status(row["status"]),
            attention=AttentionMark.of(row),
        )


@dataclass(frozen=True, slots=True)
class ListFacets:
    """What one read of a view spares the next one: its counts and job types, and no rows."""

    counts: Mapping[str, int]
    attention: int
    types: tuple[str, ...]
    types_complete: bool
    shown_types: frozenset[str]
    """The types of the rows on the page."""
    read_number: int


@dataclass(frozen=True, slots=True)
class JobListSnapshot:
    """One page of the list, and for which view it was read."""

    view: JobFilter
    rows: tuple[JobRow, ...]
    previous: Cursor | None
    next: Cursor | None
    counts: Mapping[str, int]
    """Jobs per status that match the other filters; `COUNT_LIMIT` + 1 stands for more."""
    types: tuple[str, ...]
    """The job types that exist."""
    any_jobs: bool
    """Whether there is any job at all, ignoring the filters."""
    types_complete: bool = True
    """Whether `types` are all of them: reading them ends at a limit."""
    attention: int = 0
    """Jobs of any status that match the other filters and need attention; `COUNT_LIMIT` + 1 stands for more."""
    read_number: int = field(default=0, compare=False)
    """How many reads of the view came before: it decides what the next one counts again."""

    @property
    def facets(self) -> ListFacets:
        """What the next read of the view need not find out again."""
        shown = frozenset(row.job_type for row in self.rows)
        return ListFacets(self.counts, self.attention, self.types, self.types_complete, shown, self.read_number)


@dataclass(frozen=True, slots=True)
class JobDetail:
    """One job with all its columns. Times are milliseconds since 1970 UTC, None where there is none to show."""

    id: str
    status: str
    job_type: str
    target: str
    percent: float | None
    """Not rounded: in a long job the tenths are too coarse to estimate its speed."""
    processed: int | None
    total: int | None
    unit: str
    created: int | None
    started: int | None
    ended: int | None
    heartbeat: int | None
    updated: int | None
    priority: int
    attempt: int
    worker: str
    error: str
    traceback: str
    """Like the error with its styles, for the browser."""
    summary: str
    progressed: int | None
    raw_status: str
    """The stored text of an unknown status, else empty."""
    attention: AttentionMark | None
    unparsed_times: Mapping[str, str]
    """The stored texts of the time columns that cannot be parsed."""

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "JobDetail":
        """The snapshot of a database row, which may hold anything."""
        processed, total = count(row["processed_count"]), count(row["total_count"])
        return cls(
            id=encoded(row["id"]),
            status=JobStatus.of(row["status"]),
            job_type=visible(row["job_type"], 200),
            target=visible(row["target"], TEXT_LIMIT),
            percent=exact_percent(row["progress_percent"], processed, total),
            processed=processed,
            total=total,
            unit=visible(row["item_unit"], 30),
            created=milliseconds(row["created_at"]),
            started=milliseconds(row["started_at"]),
            ended=milliseconds(row["completed_at"]),
            heartbeat=milliseconds(row["heartbeat_at"]),
            updated=milliseconds(row["updated_at"]),
            priority=int(number(row["priority"]) or 0),
            attempt=int(number(row["attempt"]) or 0),
            worker=visible(row["worker"], 200),
            error=styled(row["error_message"], TEXT_LIMIT + MAX_CUT_NOTE),
            traceback=styled(row["error_traceback"], TEXT_LIMIT + MAX_CUT_NOTE),
            summary=visible(row["summary_json"], TEXT_LIMIT),
            progressed=milliseconds(row["progressed_at"]),
            raw_status=raw_status(row["status"]),
            attention=AttentionMark.of(row),
            unparsed_times={
                name: visible(text, STATUS_LIMIT)
                for name, value in row.items()
                if name.endswith("_at") and (text := unparsed_text(value))
            },
        )


def raw_status(stored: object) -> str:
    """The text of an unknown status for display; empty for a known one."""
    return visible(stored, STATUS_LIMIT) if JobStatus.of(stored) is JobStatus.UNKNOWN else ""


@dataclass(frozen=True, slots=True)
class LogLines:
    """Lines of a log: `first` is the number of the first one, counted from 1, `total` how many the log has."""

    first: int
    lines: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LogMatches:
    """Lines that a search found, with their numbers, last ones first; `before` is where to continue, 0 at the end."""

    lines: tuple[tuple[int, str], ...]
    before: int
