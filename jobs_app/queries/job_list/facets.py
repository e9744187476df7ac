"""Which statuses and types of jobs exist: a loose index scan steps from one to the next."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, ScalarSelect, Select, func, select, true

from jobs_app.database.ids import raw_value
from jobs_app.database.models import JOBS
from jobs_app.jobs.ids import encoded, is_plain

MAX_PAIRS = 400
"""Different pairs of status and type that a plan considers."""
MAX_TYPE_PAIRS = 10_000
"""Different pairs of status and type that are read for the job types to choose from."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The pairs of status and type that jobs have, encoded."""

    pairs: tuple[tuple[str, str], ...]
    complete: bool

    @property
    def types(self) -> tuple[str, ...]:
        """The types to choose from: those that an address can carry."""
        return _shared(tuple(sorted({job_type for _, job_type in self.pairs if is_plain(job_type)})))


@lru_cache(maxsize=8)
def _shared(types: tuple[str, ...]) -> tuple[str, ...]:
    """The same object for equal types: they are remembered for each view."""
    return types


def read_facets(connection: Connection, limit: int = MAX_PAIRS) -> Facets:
    """The facets of all jobs, up to a number of pairs."""
    rows = connection.execute(_statement(limit)).all()
    pairs = tuple((encoded(status), encoded(job_type)) for status, job_type in rows)
    return Facets(pairs[:limit], complete=len(pairs) <= limit)


def read_statuses(connection: Connection, limit: int) -> tuple[str, ...]:
    """The stored statuses of all jobs, encoded, up to a number."""
    return tuple(map(encoded, connection.execute(_statuses(limit)).scalars()))


@cache
def _statuses(limit: int) -> Select[Any]:
    here, there = JOBS.alias("here"), JOBS.alias("there")
    seen = select(_first(JOBS, true()).label("id")).cte("seen", recursive=True)
    step = select(_first(there, there.c.status > here.c.status)).select_from(here).where(here.c.id == seen.c.id)
    seen = seen.union_all(step)
    ids = select(seen.c.id).where(seen.c.id.is_not(None)).limit(limit).subquery()
    return select(raw_value(JOBS.c.status)).where(JOBS.c.id == ids.c.id)


@cache
def _statement(limit: int) -> Select[Any, Any]:
    """Each step enters the index at the next type of a status, after the last one at the next status.

    SQLite would read the whole index for a comparison of the two as a pair.
    """
    here, there = JOBS.alias("here"), JOBS.alias("there")
    seen = select(_first(JOBS, true()).label("id")).cte("seen", recursive=True)
    next_type = _first(there, (there.c.status == here.c.status) & (there.c.job_type > here.c.job_type))
    next_status = _first(there, there.c.status > here.c.status)
    step = select(func.coalesce(next_type, next_status)).select_from(here).where(here.c.id == seen.c.id)
    seen = seen.union_all(step)
    pairs = select(seen.c.id).where(seen.c.id.is_not(None)).limit(limit + 1).subquery()
    return select(raw_value(JOBS.c.status), raw_value(JOBS.c.job_type)).where(JOBS.c.id == pairs.c.id)


def _first(jobs: FromClause, condition: ColumnElement[bool]) -> ScalarSelect[str]:
    return select(jobs.c.id).where(condition).order_by(jobs.c.status, jobs.c.job_type).limit(1).scalar_subquery()
