"""Which jobs come before and after one in a list: found by its sort keys, wherever in the list it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, select

from jobs_app.database.ids import is_job, raw_value
from jobs_app.database.models import JOBS
from jobs_app.jobs.attention import DEFAULT_RULES, AttentionRules
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.ids import encoded
from jobs_app.queries.job_list.counts import CountedView
from jobs_app.queries.job_list.order import sort_keys
from jobs_app.queries.job_list.page import cursor_at, fetch_page, plan_for
from jobs_app.queries.job_list.statement import sort_columns
from jobs_app.queries.transaction import read_transaction


def read_adjacent_jobs(
    engine: Engine, view: JobFilter, job_id: str, now: datetime, rules: AttentionRules = DEFAULT_RULES
) -> tuple[str, str]:
    """The ids of the jobs before and after one in the order of a view; empty where there is none.

    The job itself need not match the view: the adjacent jobs are those of the place where it would stand.
    """
    view = replace(view, size=1, cursor=None)
    with read_transaction(engine) as connection:
        keys = _keys_of(connection, view, job_id, now)
        if keys is None:
            return "", ""
        counted = CountedView(view, now, rules)
        plan = plan_for(connection, counted)
        before, after = (
            fetch_page(connection, view.at(cursor_at(view, [keys], direction)), plan, counted.parameters)[0]
            for direction in ("before", "after")
        )
    return _id(before), _id(after)


def _keys_of(connection: Connection, view: JobFilter, job_id: str, now: datetime) -> RowMapping | None:
    own = is_job(job_id, connection)
    status = connection.execute(select(raw_value(JOBS.c.status)).where(own)).scalar()
    if status is None:
        return None
    keys = sort_keys(view.sort, encoded(status))
    columns = (key.label(f"order_{index}") for index, key in enumerate(keys))
    found = select(*columns, JOBS.c.id).where(own).subquery()
    statement: Select[Any] = select(raw_value(JOBS.c.id).label("id"), *sort_columns(view, found))
    return connection.execute(statement.where(JOBS.c.id == found.c.id), {"now": now}).mappings().first()


def _id(rows: Sequence[RowMapping]) -> str:
    return encoded(rows[0]["id"]) if rows else ""
