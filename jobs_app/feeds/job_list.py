"""Reads of the list for open pages."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine

from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import JobListSnapshot, ListFacets
from jobs_app.queries import read_adjacent_jobs, read_job_list

REMEMBERED_VIEWS = 500
"""Views whose last read spares the next one some counting."""


class JobListFeed:
    """Reads pages of the list, each with the help of what the last read of the view found. Its reads block."""

    def __init__(self, engine: Engine, rules: Callable[[], AttentionRules]) -> None:
        self._engine, self._rules = engine, rules
        self._facets: dict[JobFilter, ListFacets] = {}

    def read(self, view: JobFilter) -> JobListSnapshot:
        """The page of a view. Raises what the database raises."""
        page = read_job_list(self._engine, view, datetime.now(UTC), self._facets.get(view), self._rules())
        if len(self._facets) > REMEMBERED_VIEWS:
            self._facets.clear()
        self._facets[view] = page.facets
        return page

    def read_adjacent(self, place: tuple[JobFilter, str]) -> tuple[str, str]:
        """The ids of the jobs before and after the job of an id in the order of a view; empty where there is none."""
        view, job_id = place
        return read_adjacent_jobs(self._engine, view, job_id, datetime.now(UTC), self._rules())
