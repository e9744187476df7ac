"""One page of the list with what surrounds it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from jobs_app.jobs.attention import DEFAULT_RULES, AttentionRules
from jobs_app.jobs.cursors import SORTS, Cursor, Direction, Kind
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.ids import encoded
from jobs_app.jobs.snapshots import JobListSnapshot, JobRow, ListFacets
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.attention import typical
from jobs_app.queries.job_list.counts import ATTENTION, COUNTED, RECOUNT_READS, CountedView, read_counts
from jobs_app.queries.job_list.facets import MAX_TYPE_PAIRS, Facets, read_facets
from jobs_app.queries.job_list.order import reads_backwards
from jobs_app.queries.job_list.plan import Plan, make_plan, read_stored
from jobs_app.queries.job_list.statement import (
    RUNNING_SINCE,
    SHOWN_COLUMNS,
    page_statement,
    rows_before_statement,
)
from jobs_app.queries.transaction import on_sqlite, read_transaction

Page = tuple[Sequence[RowMapping], bool]
"""The rows of a page in the order of the view, and whether there are more in the direction it was read."""


def read_job_list(
    engine: Engine,
    view: JobFilter,
    now: datetime,
    before: ListFacets | None = None,
    rules: AttentionRules = DEFAULT_RULES,
) -> JobListSnapshot:
    """One page of the list with what surrounds it, of one snapshot of the database; `now` ends running durations.

    A cursor without a page shows the first page. `before` is what the last read of the same view found:
    large counts and the job types are copied from it, and only read again when the page contradicts them and each in
    its turn, every `RECOUNT_READS` reads.
    """
    read_number = before.read_number + 1 if before else 0
    with read_transaction(engine) as connection:
        counted = CountedView(view, now, rules)
        counts = read_counts(connection, counted, _known(before), read_number)
        types_are_due = read_number % RECOUNT_READS == len(COUNTED)
        plan = make_plan(view, read_stored(connection, view, counts), counts, typical(rules))
        shown, given = view, counted.parameters
        found, more = fetch_page(connection, view, plan, given)
        if view.cursor and (not found or (reads_backwards(view) and len(found) < view.size)):
            shown = view.at(None)
            found, more = fetch_page(connection, shown, plan, given)
        if before and not shown.cursor and not more and _matching(view, counts) != len(found):
            counts = read_counts(connection, counted, {})
        previous, next_ = _cursors(connection, shown, plan, given, (found, more))
        rows = tuple(_job_row(tuple(row.values())[: len(SHOWN_COLUMNS)]) for row in found)
        types_are_due |= before is None or not rows or bool(_types(rows) - before.shown_types - set(before.types))
        types = read_facets(connection, MAX_TYPE_PAIRS) if types_are_due else None
    any_jobs = bool(rows) or bool(types and types.pairs)
    offered, complete = _offered(types, before)
    by_status = {name: number for name, number in counts.items() if name != ATTENTION}
    return JobListSnapshot(
        view, rows, previous, next_, by_status, offered, any_jobs, complete, counts[ATTENTION], read_number
    )


def _known(before: ListFacets | None) -> dict[str, int]:
    return {**before.counts, ATTENTION: before.attention} if before else {}


def _types(rows: Iterable[JobRow]) -> set[str]:
    return {row.job_type for row in rows}


def _offered(types: Facets | None, before: ListFacets | None) -> tuple[tuple[str, ...], bool]:
    """The types to choose from, and whether they are all: as read, else as known before."""
    if types:
        return types.types, types.complete
    return (before.types, before.types_complete) if before else ((), True)


def plan_for(connection: Connection, counted: CountedView) -> Plan:
    """The plan for a view at the moment."""
    counts = read_counts(connection, counted, {})
    stored = read_stored(connection, counted.view, counts)
    return make_plan(counted.view, stored, counts, typical(counted.rules))


def _matching(view: JobFilter, counts: Mapping[str, int]) -> int:
    return sum(counts[status] for status in view.statuses or JobStatus)


@lru_cache(maxsize=2_000)
def _job_row(values: tuple[Any, ...]) -> JobRow:
    """Most rows are the same as at the last poll: those are not made anew."""
    return JobRow.of(dict(zip(SHOWN_COLUMNS, values, strict=True)))


def fetch_page(connection: Connection, view: JobFilter, plan: Plan, given: Mapping[str, Any]) -> Page:
    """The page of a view by a plan, at its cursor even if nothing is there; `given` are the parameters."""
    if not plan.scans:
        return [], False
    statement = page_statement(view, plan, on_sqlite(connection))
    rows = connection.execute(statement, given).mappings().all()
    page, more = rows[: view.size], len(rows) > view.size
    return (page[::-1] if reads_backwards(view) else page), more


def _cursors(
    connection: Connection, view: JobFilter, plan: Plan, given: Mapping[str, Any], page: Page
) -> tuple[Cursor | None, Cursor | None]:
    """The cursors of the pages before and after one; None where there are no rows."""
    rows, more = page
    has_rows_before = False
    if view.cursor:
        statement = rows_before_statement(view, plan, on_sqlite(connection))
        has_rows_before = connection.execute(statement, given).first() is not None
    has_previous, has_next = (more, has_rows_before) if reads_backwards(view) else (has_rows_before, more)
    return (
        cursor_at(view, rows, "before") if has_previous else None,
        cursor_at(view, rows, "after") if has_next else None,
    )


def cursor_at(view: JobFilter, rows: Sequence[RowMapping], direction: Direction) -> Cursor:
    """The cursor of the page that lies in a direction of some rows."""
    row = rows[-1 if direction == "after" else 0]
    keys = (_key_text(row, index, kind) for index, kind in enumerate(SORTS[view.sort]))
    return Cursor(direction, tuple(keys), encoded(row["id"]))


def _key_text(row: RowMapping, index: int, kind: Kind) -> str:
    """A sort key as text without loss."""
    key = row[f"key_{index}"]
    if kind == "text":
        return encoded(key) if key not in ("", b"") else ""
    if kind == "span" and key >= 0 and row[RUNNING_SINCE]:
        return str(row[RUNNING_SINCE])
    return str(key) if kind == "time" else repr(float(key))
