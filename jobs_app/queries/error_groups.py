"""The failed jobs of a view in groups, by their errors.

All is read from one index, ordered by fingerprint, type and end: jobs are counted, never sorted.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import CTE, ColumnElement, Engine, RowMapping, ScalarSelect, Select, Text, bindparam, cast, func, select

from jobs_app.database.models import ENDED, JOBS
from jobs_app.database.timestamps import UtcTimestamp
from jobs_app.jobs.error_fingerprint import error_kind
from jobs_app.jobs.error_groups import HOURS, ErrorGroup, ErrorGroups, grouped_view
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.stored_values import milliseconds
from jobs_app.jobs.text import visible
from jobs_app.queries.capped import capped
from jobs_app.queries.job_list.conditions import (
    error_condition,
    range_condition,
    time_parameters,
    type_condition,
)
from jobs_app.queries.job_list.search import search_condition
from jobs_app.queries.transaction import on_sqlite, read_transaction

MAX_GROUPS = 50
"""Groups that are read, the largest ones."""
MAX_PAIRS = 1_000
"""Pairs of group and type for which the hours are counted; a group has few types."""
MESSAGE_CHARACTERS = 1_000
TYPE_CHARACTERS = 100
FAILED = str(JobStatus.FAILED)
BOUNDS = [bindparam(f"hour_{number}", type_=UtcTimestamp) for number in range(HOURS + 1)]


def read_error_groups(engine: Engine, view: JobFilter, now: datetime) -> ErrorGroups:
    """The groups of the failed jobs that match the other filters of a view, largest first; `now` ends the hours."""
    hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    bounds = {bound.key: hour - timedelta(hours=HOURS - number) for number, bound in enumerate(BOUNDS)}
    with read_transaction(engine) as connection:
        statement = _statement(grouped_view(view), on_sqlite(connection))
        rows = connection.execute(statement, time_parameters(view, now) | bounds).mappings().all()
    groups = [_group(list(pairs)) for _, pairs in groupby(rows, key=lambda row: row["fingerprint"])]
    return ErrorGroups(tuple(groups), rows[0]["total"] if rows else 0)


@lru_cache(maxsize=64)
def _statement(view: JobFilter, sqlite: bool) -> Select[*tuple[Any, ...]]:
    pairs = _pairs(view, sqlite)
    summed = func.sum(pairs.c.number).label("number")
    groups = select(pairs.c.fingerprint, summed).where(pairs.c.number > 0).group_by(pairs.c.fingerprint).cte("groups")
    largest = select(groups).order_by(groups.c.number.desc(), groups.c.fingerprint).limit(MAX_GROUPS).cte("largest")
    of_pair = [
        JOBS.c.error_fingerprint == pairs.c.fingerprint,
        JOBS.c.job_type == pairs.c.job_type,
        *search_condition(view, sqlite),
    ]
    matching = [*of_pair, *range_condition(view, FAILED)]
    hours = (
        _count([*of_pair, start <= ENDED, end > ENDED]).label(f"in_{start.key}") for start, end in pairwise(BOUNDS)
    )
    return (
        select(
            pairs.c.fingerprint,
            capped(pairs.c.job_type, TYPE_CHARACTERS + 1).label("job_type"),
            largest.c.number,
            select(func.count()).select_from(groups).scalar_subquery().label("total"),
            _at_end(cast(ENDED, Text), matching, ENDED.asc()).label("first"),
            _at_end(cast(ENDED, Text), matching, ENDED.desc()).label("last"),
            _at_end(capped(JOBS.c.error_message, MESSAGE_CHARACTERS), matching, ENDED.desc()).label("message"),
            *hours,
        )
        .join(largest, largest.c.fingerprint == pairs.c.fingerprint)
        .where(pairs.c.number > 0)
        .order_by(largest.c.number.desc(), pairs.c.fingerprint, pairs.c.number.desc())
        .limit(MAX_PAIRS)
    )


def _pairs(view: JobFilter, sqlite: bool) -> CTE:
    """The pairs of fingerprint and type, with how many jobs match.

    A search reads every failed job. A time range is looked up in the index for each pair: SQLite would compute the end
    of every job to compare it.
    """
    keys = (JOBS.c.error_fingerprint.label("fingerprint"), JOBS.c.job_type)
    marked = [JOBS.c.error_fingerprint.is_not(None), *type_condition(view), *error_condition(view)]
    in_range = list(range_condition(view, FAILED))
    if view.search:
        marked += [*in_range, *search_condition(view, sqlite)]
    every = select(*keys, func.count().label("number")).where(*marked).group_by(*keys)
    if view.search or not in_range:
        return every.cte("pairs").prefix_with("MATERIALIZED")
    each = every.subquery("each_pair")
    same = [JOBS.c.error_fingerprint == each.c.fingerprint, JOBS.c.job_type == each.c.job_type]
    number = _count([*same, *in_range]).label("number")
    return select(each.c.fingerprint, each.c.job_type, number).cte("pairs").prefix_with("MATERIALIZED")


def _count(conditions: Iterable[ColumnElement[bool]]) -> ScalarSelect[int]:
    return select(func.count()).select_from(JOBS).where(*conditions).scalar_subquery()


def _at_end(
    column: ColumnElement[Any], conditions: Iterable[ColumnElement[bool]], order: ColumnElement[Any]
) -> ScalarSelect[Any]:
    return select(column).select_from(JOBS).where(*conditions).order_by(order).limit(1).scalar_subquery()


def _group(pairs: Sequence[RowMapping]) -> ErrorGroup:
    newest = max(pairs, key=lambda pair: pair["last"] or "")
    kind = error_kind(newest["message"])
    firsts = [first for pair in pairs if (first := milliseconds(pair["first"])) is not None]
    return ErrorGroup(
        fingerprint=visible(newest["fingerprint"], 64),
        type=visible(kind.type, TYPE_CHARACTERS),
        text=visible(kind.text, MESSAGE_CHARACTERS),
        count=newest["number"],
        types=tuple(visible(pair["job_type"], TYPE_CHARACTERS) for pair in pairs),
        first=min(firsts, default=None),
        last=milliseconds(newest["last"]),
        hours=tuple(sum(pair[f"in_{bound.key}"] for pair in pairs) for bound in BOUNDS[:-1]),
    )
