"""Failed jobs in groups: those whose errors have the same fingerprint."""

from dataclasses import dataclass

from jobs_app.jobs.filters import JobFilter

HOURS = 24


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """The jobs that failed for one reason. Times are milliseconds since 1970 UTC, None where they are unknown."""

    fingerprint: str
    type: str
    """The exception's class in the newest message; it and the text may be empty."""
    text: str
    """The newest message, with `…` for what changes."""
    count: int
    types: tuple[str, ...]
    first: int | None
    last: int | None
    hours: tuple[int, ...]
    """Failures in each of the last hours, the present one last, whatever the time range of the view."""


@dataclass(frozen=True, slots=True)
class ErrorGroups:
    """The largest groups, and how many there are in all."""

    groups: tuple[ErrorGroup, ...]
    total: int


def grouped_view(view: JobFilter) -> JobFilter:
    """The part of a view on which its groups depend: views that differ in others share one read."""
    return JobFilter(
        types=view.types, since=view.since, start=view.start, end=view.end, search=view.search, error=view.error
    )
