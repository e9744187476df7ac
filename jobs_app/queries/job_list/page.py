"""One page of the list with what surrounds it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from jobs_app.jobs.filters import SORTS, Cursor, Direction, JobFilter, Kind
from jobs_app.jobs.ids import spelled
from jobs_app.jobs.snapshots import JobListSnapshot, JobRow
from jobs_app.queries.job_list.conditions import moments
from jobs_app.queries.job_list.counts import RECOUNT, TURNS, counts
from jobs_app.queries.job_list.facets import present
from jobs_app.queries.job_list.order import is_backwards
from jobs_app.queries.job_list.plan import Plan, is_one_stream, plan
from jobs_app.queries.job_list.statement import SHOWN, SINCE, left_behind_statement, page_statement
from jobs_app.queries.transaction import on_sqlite, reading

Page = tuple[Sequence[RowMapping], bool]
"""The rows of a page in the order of the view, and whether there are more in the direction it was read."""


def read_job_list(
    engine: Engine, view: JobFilter, now: datetime, before: JobListSnapshot | None = None
) -> JobListSnapshot:
    """One page of the list with what surrounds it, of one state of the database; `now` ends running durations.

    A cursor that leads nowhere (any more) shows the first page. `before` is what the same view showed at its last
    read: large counts and the job types are taken over from there, and only read again when the page belies them
    and each in its turn, every `RECOUNT` reads.
    """
    turn = before.turn + 1 if before else 0
    with reading(engine) as connection:
        tally = counts(connection, view, now, before.counts if before else {}, turn)
        types_turn = turn % RECOUNT == len(TURNS)
        jobs = None if before and is_one_stream(view) and not types_turn else present(connection)
        how = plan(view, jobs, _chosen(view, tally))
        shown = view
        found, more = page_of(connection, view, how, now)
        if view.cursor and (not found or (is_backwards(view) and len(found) < view.size)):
            shown = view.at(None)
            found, more = page_of(connection, shown, how, now)
        if before and not shown.cursor and not more and _chosen(view, tally) != len(found):
            tally = counts(connection, view, now, {})
        previous, next_ = _edges(connection, shown, how, now, (found, more))
        rows = tuple(_shown(tuple(row.values())[: len(SHOWN)]) for row in found)
        if jobs is None and not (before and rows and {row.job_type for row in rows} <= set(before.types)):
            jobs = present(connection)
    types, any_jobs = (jobs.types, bool(jobs.pairs)) if jobs else (before.types if before else (), True)
    return JobListSnapshot(view, rows, previous, next_, tally, types, any_jobs, turn)


def plan_for(connection: Connection, view: JobFilter, now: datetime) -> Plan:
    """How to read a view at the moment."""
    return plan(view, present(connection), _chosen(view, counts(connection, view, now, {})))


def _chosen(view: JobFilter, tally: Mapping[str, int]) -> int:
    return sum(tally[status] for status in view.statuses or tally)


@lru_cache(maxsize=2_000)
def _shown(facts: tuple[Any, ...]) -> JobRow:
    """Most rows are what they were at the last poll: those are not made anew."""
    return JobRow.of(dict(zip(SHOWN, facts, strict=True)))


def page_of(connection: Connection, view: JobFilter, how: Plan, now: datetime) -> Page:
    """The page of a view by a plan, at its cursor even if nothing is there."""
    if not how.streams:
        return [], False
    statement = page_statement(view, how, on_sqlite(connection))
    rows = connection.execute(statement, moments(view, now)).mappings().all()
    page, more = rows[: view.size], len(rows) > view.size
    return (page[::-1] if is_backwards(view) else page), more


def _edges(
    connection: Connection, view: JobFilter, how: Plan, now: datetime, page: Page
) -> tuple[Cursor | None, Cursor | None]:
    rows, more = page
    behind = False
    if view.cursor:
        statement = left_behind_statement(view, how, on_sqlite(connection))
        behind = connection.execute(statement, moments(view, now)).first() is not None
    has_previous, has_next = (more, behind) if is_backwards(view) else (behind, more)
    return (
        edge(view, rows, "before") if has_previous else None,
        edge(view, rows, "after") if has_next else None,
    )


def edge(view: JobFilter, rows: Sequence[RowMapping], direction: Direction) -> Cursor:
    """The cursor of the page that lies in a direction of some rows."""
    row = rows[-1 if direction == "after" else 0]
    texts = (_key(row, index, kind) for index, kind in enumerate(SORTS[view.sort]))
    return Cursor(direction, tuple(texts), spelled(row["id"]))


def _key(row: RowMapping, index: int, kind: Kind) -> str:
    """A sort key as text that means exactly it."""
    key = row[f"key_{index}"]
    if kind == "text":
        return spelled(key) if key not in ("", b"") else ""
    if kind == "span" and key >= 0 and row[SINCE]:
        return str(row[SINCE])
    return str(key) if kind == "time" else repr(float(key))
