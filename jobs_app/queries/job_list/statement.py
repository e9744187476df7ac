"""The SELECT of one page of the list: keyset paging, by any column, both ways, at the cost of a page."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Text, case, cast, literal, select, union_all

from jobs_app.database.ids import exact
from jobs_app.database.models import JOBS, STARTED
from jobs_app.jobs.filters import SORTS, JobFilter, Kind
from jobs_app.jobs.snapshots import ERROR_LIMIT, TARGET_LIMIT
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.capped import SHORT, capped
from jobs_app.queries.job_list.order import KEYS, SO_FAR, beyond, directed, is_backwards
from jobs_app.queries.job_list.plan import Plan, Stream, conditions, keys

CAPS = dict.fromkeys(
    ("status", "progress_percent", "processed_count", "total_count", "created_at", "started_at", "completed_at"), SHORT
) | {"job_type": 101, "target": TARGET_LIMIT + 1, "item_unit": 31, "error_message": 4 * ERROR_LIMIT + 1}
"""The columns that the list shows, with how many characters of each are read."""
SHOWN = ("id", *CAPS)
"""What comes first in a row; its sort keys follow."""
SINCE = "running_since"
"""The start of a running job: a cursor's key that stays what it is while the job's duration grows."""


@lru_cache(maxsize=256)
def page_statement(view: JobFilter, plan: Plan, on_sqlite: bool) -> Select[Any]:
    """The rows of a view's page and one more; read towards the top of the list if the cursor says `before`."""
    descending = view.descending != is_backwards(view)
    pages = [_page(stream, view, plan, descending, on_sqlite) for stream in plan.streams]
    merged = _merged(pages, descending, view.size + 1)
    order = directed(list(merged.c), descending)
    return select(*_columns(view, merged)).where(JOBS.c.id == merged.c.id).order_by(*order)


@lru_cache(maxsize=256)
def left_behind_statement(view: JobFilter, plan: Plan, on_sqlite: bool) -> Select[Any]:
    """A row for each stream of a view that has jobs on the other side of its cursor, or at it."""
    assert view.cursor
    descending = view.descending == is_backwards(view)
    return select(
        union_all(
            *(
                select(
                    select(literal(1).label("found"))
                    .select_from(JOBS)
                    .where(*conditions(view, stream, plan.gather, on_sqlite))
                    .where(*beyond(view.cursor, view.sort, keys(view, stream), descending, on_sqlite, inclusive=True))
                    .limit(_just(1))
                    .subquery()
                )
                for stream in plan.streams
            )
        ).subquery()
    )


def _page(stream: Stream, view: JobFilter, plan: Plan, descending: bool, on_sqlite: bool) -> Subquery:
    """The sort keys and the ids of the first rows of a stream."""
    order = keys(view, stream)
    rows = select(*(key.label(f"order_{index}") for index, key in enumerate(order)), JOBS.c.id)
    rows = rows.where(*conditions(view, stream, plan.gather, on_sqlite))
    if view.cursor:
        rows = rows.where(*beyond(view.cursor, view.sort, order, descending, on_sqlite))
    if not plan.gather:
        return rows.order_by(*directed([*order, JOBS.c.id], descending)).limit(_just(view.size + 1)).subquery()
    gathered = rows.limit(_just(2**31 - 1)).subquery()  # The limit keeps the order outside from choosing the index.
    return _merged([gathered], descending, view.size + 1)


def _merged(pages: list[Subquery], descending: bool, rows: int) -> Subquery:
    together = union_all(*map(select, pages)).subquery() if len(pages) > 1 else pages[0]
    return select(together).order_by(*directed(list(together.c), descending)).limit(_just(rows)).subquery()


def _columns(view: JobFilter, merged: Subquery) -> Iterator[ColumnElement[Any]]:
    yield exact(JOBS.c.id).label("id")
    for name, characters in CAPS.items():
        yield capped(JOBS.c[name], characters).label(name)
    yield from sort_columns(view, merged)


def sort_columns(view: JobFilter, merged: Subquery) -> Iterator[ColumnElement[Any]]:
    """The sort keys of rows as a cursor takes them up."""
    for index, (key, kind) in enumerate(zip(KEYS[view.sort], SORTS[view.sort], strict=True)):
        sorted_by = merged.c[f"order_{index}"]
        shown: dict[Kind, ColumnElement[Any]] = {"time": cast(sorted_by, Text), "text": exact(key)}
        yield shown.get(kind, sorted_by).label(f"key_{index}")
    if "span" in SORTS[view.sort]:
        runs = (JOBS.c.status == str(JobStatus.RUNNING)) & (merged.c.order_0 == SO_FAR[0])
        yield case((runs, cast(STARTED, Text))).label(SINCE)


def _just(rows: int) -> Any:
    """A limit that the database plans with, written out."""
    return literal(rows, literal_execute=True)
