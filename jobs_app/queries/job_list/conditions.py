"""Which jobs match the filters of a view."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, bindparam, func, literal, or_

from jobs_app.database.models import CREATED, JOBS
from jobs_app.database.timestamps import UtcTimestamp
from jobs_app.jobs.filters import SINCE, JobFilter
from jobs_app.jobs.status import STORED, JobStatus
from jobs_app.jobs.text import encodable

NOW, RANGE_START = bindparam("now", type_=UtcTimestamp), bindparam("since", type_=UtcTimestamp)


def time_parameters(view: JobFilter, now: datetime) -> dict[str, datetime]:
    """The parameters of a view's statements, which are built once per view and used at every poll."""
    return {"now": now, "since": now - timedelta(seconds=SINCE.get(view.since, 0))}


def type_condition(view: JobFilter, without_index: bool = False) -> Iterator[ColumnElement[bool]]:
    """The condition on the type, if the view has one."""
    if view.types:
        types = [encodable(name) for name in view.types]
        yield (func.coalesce(JOBS.c.job_type, "") if without_index else JOBS.c.job_type).in_(types)


def range_condition(view: JobFilter, without_index: bool = False) -> Iterator[ColumnElement[bool]]:
    """The condition on the time of creation, if the view has one."""
    if view.since:
        yield (func.coalesce(CREATED, CREATED) if without_index else CREATED) >= RANGE_START


def search_condition(view: JobFilter, on_sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """The condition on target and id, if the view has one."""
    if view.search:
        text = encodable(view.search)
        yield or_(*(_contains(column, text, on_sqlite) for column in (JOBS.c.target, JOBS.c.id)))


def status_condition(status: JobStatus) -> ColumnElement[bool]:
    """The condition for a status."""
    return or_(*status_ranges(status))


def status_ranges(status: JobStatus) -> list[ColumnElement[bool]]:
    """The ranges of an index that hold a status; unknown is what lies between the known ones."""
    if status is not JobStatus.UNKNOWN:
        return [JOBS.c.status == str(status)]
    known = sorted(map(str, STORED))
    between = [(JOBS.c.status > low) & (JOBS.c.status < high) for low, high in pairwise(known)]
    return [JOBS.c.status < known[0], *between, JOBS.c.status > known[-1]]


def _contains(column: ColumnElement[str], text: str, on_sqlite: bool) -> ColumnElement[bool]:
    """Whether a column contains a text, case-insensitively.

    SQLite's LIKE is fast but case-insensitive for ASCII only; its GLOB takes a set for each character.
    """
    if on_sqlite and text.isascii():
        return column.contains(text, autoescape=True)
    if on_sqlite:
        return column.op("GLOB", is_comparison=True)(literal(f"*{''.join(map(_either_case, text))}*"))
    return column.icontains(text, autoescape=True)


def _either_case(character: str) -> str:
    cases = {case for case in (character, character.lower(), character.upper()) if len(case) == 1}
    return f"[{''.join(sorted(cases))}]" if len(cases) > 1 or character in "*?[" else character
