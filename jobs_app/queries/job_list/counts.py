"""How many jobs there are per status: at a cost that does not grow with the table."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, or_, select, union_all

from jobs_app.database.models import JOBS
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import COUNT_LIMIT
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.capped import SHORT, capped
from jobs_app.queries.job_list.conditions import found, moments, since, status_ranges, with_types
from jobs_app.queries.transaction import on_sqlite, read_in_a_row

ENOUGH = COUNT_LIMIT + 1
RECOUNT = 10
"""After so many reads what is known to be above the limit is counted again: in each read one status at most."""
TURNS = tuple(JobStatus)


def counts(
    connection: Connection, view: JobFilter, now: datetime, known: Mapping[str, int], turn: int = 0
) -> dict[str, int]:
    """Jobs per status that match the rest of a view; `ENOUGH` stands for any number above the limit.

    Statuses that are known to be above it are only counted again when it is their turn.
    """
    if view.search:
        return _searched(connection, view, now)
    large = {status for status, number in known.items() if number > COUNT_LIMIT}
    again = large & set(TURNS[turn % RECOUNT : turn % RECOUNT + 1])
    settled = large - again
    open_ = tuple(status for status in JobStatus if status not in settled)
    if not open_:
        return dict.fromkeys(settled, ENOUGH)
    statement = _statement(view.at(None), open_, frozenset(again))
    tally = connection.execute(statement, moments(view, now)).mappings().one()
    return dict(tally) | dict.fromkeys(settled, ENOUGH)


def _searched(connection: Connection, view: JobFilter, now: datetime) -> dict[str, int]:
    """Counts of what a search finds, by reading all jobs once: no index helps, and the sum of its parts costs more."""
    read_in_a_row(connection, True)
    status = capped(JOBS.c.status, SHORT)
    matching = [*with_types(view), *since(view), *found(view, on_sqlite(connection))]
    statement = select(status, func.count()).where(*matching).group_by(status)
    tally = dict.fromkeys(map(str, JobStatus), 0)
    for stored, number in connection.execute(statement, moments(view, now)):
        name = str(JobStatus.of(stored))
        tally[name] = min(tally[name] + number, ENOUGH)
    read_in_a_row(connection, False)
    return tally


@lru_cache(maxsize=256)
def _statement(view: JobFilter, statuses: tuple[JobStatus, ...], many: frozenset[str]) -> Select[*tuple[Any, ...]]:
    narrowing = [*with_types(view), *since(view)]
    return select(*(_count(status_ranges(status), narrowing, status in many).label(str(status)) for status in statuses))


def _count(ranges: list[ColumnElement[bool]], narrowing: list[ColumnElement[bool]], many: bool) -> ColumnElement[int]:
    """A count up to `ENOUGH`. Where `many` are expected that much is looked for first: databases skip faster."""
    one = select(literal(1).label("one")).select_from(JOBS).where(*narrowing)
    parts = [select(one.where(range_).limit(_just(ENOUGH)).subquery()) for range_ in ranges]
    found = union_all(*parts).limit(_just(ENOUGH)).subquery()
    counted = select(func.count()).select_from(found).scalar_subquery()
    if not many:
        return counted
    last = select(_just(ENOUGH)).select_from(JOBS).where(*narrowing, or_(*ranges)).limit(_just(1))
    return func.coalesce(last.offset(_just(COUNT_LIMIT)).scalar_subquery(), counted)


def _just(number: int) -> ColumnElement[int]:
    """A number that the database plans with, written out."""
    return literal(number, literal_execute=True)
