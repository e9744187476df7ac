"""The SELECT of one page of the list: keyset pagination, by any column, both ways, at the cost of a page."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Text, case, cast, literal, select, union_all

from jobs_app.database.ids import raw_value
from jobs_app.database.models import JOBS, STARTED
from jobs_app.database.timestamps import stored_time
from jobs_app.jobs.cursors import SORTS, Kind
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import ERROR_LIMIT, STATUS_LIMIT, TARGET_LIMIT
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.attention import ATTENTION_COLUMNS, Typical, attention_columns, by_status_index
from jobs_app.queries.capped import SHORT, capped
from jobs_app.queries.job_list.order import (
    ELAPSED,
    SORT_KEYS,
    after_cursor,
    index_order,
    is_descending,
    ordered,
    reads_backwards,
    sort_keys,
)
from jobs_app.queries.job_list.plan import IndexScan, Plan, scan_conditions

TIME_COLUMNS = ("created_at", "started_at", "completed_at")
COLUMN_LIMITS = dict.fromkeys(("progress_percent", "processed_count", "total_count"), SHORT) | {
    "status": STATUS_LIMIT + 1,
    "job_type": 101,
    "target": TARGET_LIMIT + 1,
    "item_unit": 31,
    "error_message": 4 * ERROR_LIMIT + 1,
}
"""The columns that the list shows, with how many characters of each are read."""
SHOWN_COLUMNS = ("id", *TIME_COLUMNS, *COLUMN_LIMITS, *ATTENTION_COLUMNS)
"""What comes first in a row; its sort keys follow."""
RUNNING_SINCE = "running_since"
"""The start of a running job: a cursor's key that stays the same while the job's duration grows."""


@lru_cache(maxsize=256)
def page_statement(view: JobFilter, plan: Plan, on_sqlite: bool) -> Select[Any]:
    """The rows of a view's page and one more; read towards the top of the list if the cursor says `before`."""
    descending = is_descending(view) != reads_backwards(view)
    pages = [_scan_page(scan, view, plan, descending, on_sqlite) for scan in plan.scans]
    merged = _merged(pages, descending, view.size + 1)
    order = ordered(list(merged.c), descending)
    return select(*_columns(view, merged, plan.typical)).where(JOBS.c.id == merged.c.id).order_by(*order)


@lru_cache(maxsize=256)
def rows_before_statement(view: JobFilter, plan: Plan, on_sqlite: bool) -> Select[Any]:
    """A row for each scan of a view that has jobs on the other side of its cursor, or at it."""
    found = [select(_row_before(scan, view, plan, on_sqlite).subquery()) for scan in plan.scans]
    return select(union_all(*found).subquery())


def _row_before(scan: IndexScan, view: JobFilter, plan: Plan, on_sqlite: bool) -> Select[Any]:
    descending = is_descending(view) == reads_backwards(view)
    rows = select(literal(1).label("found")).select_from(JOBS)
    rows = rows.where(*scan_conditions(view, scan, plan, on_sqlite))
    return rows.where(*after_cursor(view, scan.status, descending, on_sqlite, inclusive=True)).limit(_inlined(1))


def _scan_page(scan: IndexScan, view: JobFilter, plan: Plan, descending: bool, on_sqlite: bool) -> Subquery:
    """The sort keys and the ids of the first rows of a scan."""
    keys = sort_keys(view.sort, scan.status)
    rows = select(*(key.label(f"order_{index}") for index, key in enumerate(keys)), JOBS.c.id)
    rows = rows.where(*scan_conditions(view, scan, plan, on_sqlite))
    rows = rows.where(*after_cursor(view, scan.status, descending, on_sqlite))
    if view.attention and scan.status and plan.sort_in_memory and not scan.job_type:
        rows = by_status_index(rows, scan.status)
    if not plan.sort_in_memory:
        order = index_order(view.sort, scan.status, descending)
        return rows.order_by(*order).limit(_inlined(view.size + 1)).subquery()
    matching = rows.limit(_inlined(2**31 - 1)).subquery()  # The limit keeps the order outside from choosing the index.
    return _merged([matching], descending, view.size + 1)


def _merged(pages: list[Subquery], descending: bool, rows: int) -> Subquery:
    together = union_all(*map(select, pages)).subquery() if len(pages) > 1 else pages[0]
    return select(together).order_by(*ordered(list(together.c), descending)).limit(_inlined(rows)).subquery()


def _columns(view: JobFilter, merged: Subquery, typical: Typical) -> Iterator[ColumnElement[Any]]:
    yield raw_value(JOBS.c.id).label("id")
    for name in TIME_COLUMNS:
        yield stored_time(JOBS.c[name]).label(name)
    for name, characters in COLUMN_LIMITS.items():
        yield capped(JOBS.c[name], characters).label(name)
    yield from attention_columns(typical).columns
    yield from sort_columns(view, merged)


def sort_columns(view: JobFilter, merged: Subquery) -> Iterator[ColumnElement[Any]]:
    """The sort keys of rows as a cursor takes them up."""
    for index, (key, kind) in enumerate(zip(SORT_KEYS[view.sort], SORTS[view.sort], strict=True)):
        sorted_by = merged.c[f"order_{index}"]
        shown: dict[Kind, ColumnElement[Any]] = {"time": cast(sorted_by, Text), "text": raw_value(key)}
        yield shown.get(kind, sorted_by).label(f"key_{index}")
    if "span" in SORTS[view.sort]:
        runs = (JOBS.c.status == str(JobStatus.RUNNING)) & (merged.c.order_0 == ELAPSED[0])
        yield case((runs, cast(STARTED, Text))).label(RUNNING_SINCE)


def _inlined(rows: int) -> Any:
    """A limit as part of the statement's text, with which the database plans."""
    return literal(rows, literal_execute=True)
