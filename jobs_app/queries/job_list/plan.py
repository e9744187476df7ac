"""How a view is read: by a few index scans, each in the order of the view, one for each status, merged later.

A database left to itself would often sort all jobs to show 50 of them, above all without statistics.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_

from jobs_app.database.ids import decoded_value
from jobs_app.database.models import JOBS
from jobs_app.jobs.cursors import ACTIVITY
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.attention import Typical
from jobs_app.queries.job_list.conditions import (
    attention_condition,
    error_condition,
    failed_without_index,
    range_condition,
    status_condition,
    type_condition,
)
from jobs_app.queries.job_list.facets import read_facets, read_statuses
from jobs_app.queries.job_list.search import search_condition, searches_duration

MAX_SCANS = 50
MAX_SORTED_JOBS = 5_000
"""Up to so many matching jobs are read by an index on the filter and sorted in memory, rather than filtered out of
all jobs in the order of the sort."""
SORTS_WITHIN_TYPE = (ACTIVITY, "created", "status", "type")
"""The sorts for which an index holds the jobs of one status and type in order."""


@dataclass(frozen=True, slots=True)
class IndexScan:
    """The jobs of one stored status, or one status and type, encoded; of all of them where None."""

    status: str | None = None
    job_type: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read a view: by which index scans, and whether what matches is sorted in memory."""

    scans: tuple[IndexScan, ...]
    sort_in_memory: bool = False
    typical: Typical = (0, 0)
    """The typical times among the parameters of its statements."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a plan depends on: the statuses of the jobs of a view, and the pairs of status and type; encoded."""

    statuses: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] | None = None
    """None: there are too many, or the view has no types."""


def read_stored(connection: Connection, view: JobFilter, counts: Mapping[str, int]) -> Stored:
    """What the plan of a view depends on; most often its counts tell, and nothing is read."""
    if is_single_scan(view):
        return Stored()
    found = tuple(status for status in view.statuses or JobStatus if counts[status])
    statuses = tuple(str(status) for status in found if status is not JobStatus.UNKNOWN)
    if JobStatus.UNKNOWN in found:
        stored = read_statuses(connection, MAX_SCANS + 1)
        statuses += tuple(status for status in stored if JobStatus.of(status) is JobStatus.UNKNOWN)
    facets = read_facets(connection) if view.types else None
    return Stored(statuses, facets.pairs if facets and facets.complete else None)


def is_single_scan(view: JobFilter) -> bool:
    """Whether a view's plan does not depend on the statuses and types that exist."""
    return (
        not (view.statuses or view.types or view.has_range or view.attention or view.error) and view.sort == "created"
    )


def make_plan(view: JobFilter, stored: Stored, counts: Mapping[str, int], typical: Typical = (0, 0)) -> Plan:
    """The plan for a view whose jobs were counted.

    `typical` is how many typical times the parameters of its statements have.
    """
    matching = sum(counts[status] for status in view.statuses or JobStatus)
    if not matching:
        return Plan(())
    sort_in_memory = _sorts_in_memory(view, matching)
    return Plan(_scans(view, stored, sort_in_memory), sort_in_memory, typical)


def _sorts_in_memory(view: JobFilter, matching: int) -> bool:
    if view.search:
        return matching <= (MAX_SORTED_JOBS if searches_duration(view) else view.size)
    by_type_only = view.types and view.sort not in SORTS_WITHIN_TYPE
    filters_without_index = view.has_range or view.attention or view.error or by_type_only
    return bool(filters_without_index) and matching <= MAX_SORTED_JOBS


def _scans(view: JobFilter, stored: Stored, sort_in_memory: bool) -> tuple[IndexScan, ...]:
    filters = view.statuses or view.types or view.has_range or view.attention or view.error
    by_status = filters or view.sort == "duration"
    if is_single_scan(view) or len(stored.statuses) > MAX_SCANS or (sort_in_memory and not by_status):
        return (IndexScan(),)
    if stored.pairs is not None and (sort_in_memory or view.sort in SORTS_WITHIN_TYPE):
        scans = tuple(IndexScan(*pair) for pair in stored.pairs if pair[0] in stored.statuses and pair[1] in view.types)
        if len(scans) <= MAX_SCANS:
            return scans
    return tuple(map(IndexScan, stored.statuses))


def scan_conditions(view: JobFilter, scan: IndexScan, plan: Plan, on_sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """The conditions for the jobs of a scan that match a view.

    Where the scan's order matters, the conditions must not lead the database to another index.
    """
    if view.error and plan.sort_in_memory:
        yield failed_without_index()
    elif scan.status is not None:
        yield JOBS.c.status == decoded_value(scan.status, JOBS.c.status, on_sqlite)
    elif view.statuses:
        yield or_(*map(status_condition, view.statuses))
    if scan.job_type is not None:
        yield JOBS.c.job_type == decoded_value(scan.job_type, JOBS.c.job_type, on_sqlite)
    else:
        yield from type_condition(view, without_index=not plan.sort_in_memory)
    yield from range_condition(view, scan.status, without_index=not plan.sort_in_memory)
    yield from attention_condition(view, plan.typical, scan.status)
    yield from error_condition(view, without_index=not plan.sort_in_memory)
    yield from search_condition(view, on_sqlite, without_index=not plan.sort_in_memory)
