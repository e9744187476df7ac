"""How a view is read: by a few index scans, each in the order of the view, one for each status, merged later.

A database left to itself would often sort all jobs to show 50 of them, above all without statistics.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from jobs_app.database.ids import decoded_value
from jobs_app.database.models import JOBS
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries.job_list.conditions import range_condition, search_condition, status_condition, type_condition
from jobs_app.queries.job_list.facets import Facets

MAX_SCANS = 50
MAX_SORTED_JOBS = 5_000
"""Up to so many matching jobs are read by an index on the filter and sorted in memory, rather than filtered out of
all jobs in the order of the sort."""
SORTS_WITHIN_TYPE = ("created", "status", "type")
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


def is_single_scan(view: JobFilter) -> bool:
    """Whether a view's plan does not depend on the statuses and types that exist."""
    return not (view.statuses or view.types or view.since or view.start) and view.sort == "created"


def make_plan(view: JobFilter, facets: Facets | None, matching: int) -> Plan:
    """The plan for a view that so many jobs match, as far as they were counted; no facets for a single scan."""
    if not matching:
        return Plan(())
    filters_without_index = bool(view.since or view.start) or bool(view.types and view.sort not in SORTS_WITHIN_TYPE)
    sort_in_memory = matching <= view.size if view.search else filters_without_index and matching <= MAX_SORTED_JOBS
    if not facets or is_single_scan(view):
        return Plan((IndexScan(),), sort_in_memory)
    statuses = facets.statuses(view.statuses)
    too_many = not facets.complete or len(statuses) > MAX_SCANS
    by_status = view.statuses or view.types or view.since or view.start or view.sort == "duration"
    if too_many or (sort_in_memory and not by_status):
        return Plan((IndexScan(),), sort_in_memory)
    pairs = tuple(IndexScan(*pair) for pair in facets.pairs if pair[0] in statuses and pair[1] in view.types)
    by_type = view.types and (sort_in_memory or view.sort in SORTS_WITHIN_TYPE) and len(pairs) <= MAX_SCANS
    return Plan(pairs if by_type else tuple(map(IndexScan, statuses)), sort_in_memory)


def scan_conditions(
    view: JobFilter, scan: IndexScan, sort_in_memory: bool, on_sqlite: bool
) -> Iterator[ColumnElement[bool]]:
    """The conditions for the jobs of a scan that match a view.

    Where the scan's order matters, the conditions must not lead the database to another index.
    """
    if scan.status is not None:
        yield JOBS.c.status == decoded_value(scan.status, JOBS.c.status, on_sqlite)
    elif view.statuses:
        yield or_(*map(status_condition, view.statuses))
    if scan.job_type is not None:
        yield JOBS.c.job_type == decoded_value(scan.job_type, JOBS.c.job_type, on_sqlite)
    else:
        yield from type_condition(view, without_index=not sort_in_memory)
    yield from range_condition(view, scan.status, without_index=not sort_in_memory)
    yield from search_condition(view, on_sqlite)
