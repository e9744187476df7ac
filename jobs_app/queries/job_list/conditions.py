"""Which jobs match a view's filters."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, bindparam, func, literal, or_

from jobs_app.database.models import CREATED, JOBS
from jobs_app.database.timestamps import UtcTimestamp
from jobs_app.jobs.filters import SINCE, JobFilter
from jobs_app.jobs.status import STORED, JobStatus
from jobs_app.jobs.text import encodable

NOW, SINCE_WHEN = bindparam("now", type_=UtcTimestamp), bindparam("since", type_=UtcTimestamp)


def moments(view: JobFilter, now: datetime) -> dict[str, datetime]:
    """The parameters of a view's statements, which are built once per view and used at every poll."""
    return {"now": now, "since": now - timedelta(seconds=SINCE.get(view.since, 0))}


def with_types(view: JobFilter, aside: bool = False) -> Iterator[ColumnElement[bool]]:
    """The condition on the type; `aside`: without an index."""
    if view.types:
        types = [encodable(name) for name in view.types]
        yield (func.coalesce(JOBS.c.job_type, "") if aside else JOBS.c.job_type).in_(types)


def since(view: JobFilter, aside: bool = False) -> Iterator[ColumnElement[bool]]:
    """The condition on the time of creation; `aside`: without an index."""
    if view.since:
        yield (func.coalesce(CREATED, CREATED) if aside else CREATED) >= SINCE_WHEN


def found(view: JobFilter, on_sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """The condition on target and id."""
    if view.search:
        text = encodable(view.search)
        yield or_(*(_holds(column, text, on_sqlite) for column in (JOBS.c.target, JOBS.c.id)))


def has_status(status: JobStatus) -> ColumnElement[bool]:
    """The condition for a status."""
    return or_(*status_ranges(status))


def status_ranges(status: JobStatus) -> list[ColumnElement[bool]]:
    """Where an index leads to a status; unknown is what lies between the known ones."""
    if status is not JobStatus.UNKNOWN:
        return [JOBS.c.status == str(status)]
    known = sorted(map(str, STORED))
    between = [(JOBS.c.status > low) & (JOBS.c.status < high) for low, high in pairwise(known)]
    return [JOBS.c.status < known[0], *between, JOBS.c.status > known[-1]]


def _holds(column: ColumnElement[str], text: str, on_sqlite: bool) -> ColumnElement[bool]:
    """Whether a column holds a text, be it in capitals or not.

    SQLite's LIKE is fast but knows the capitals of ASCII only; its GLOB takes a choice for each character.
    """
    if on_sqlite and text.isascii():
        return column.contains(text, autoescape=True)
    if on_sqlite:
        return column.op("GLOB", is_comparison=True)(literal(f"*{''.join(map(_either_case, text))}*"))
    return column.icontains(text, autoescape=True)


def _either_case(character: str) -> str:
    cases = {case for case in (character, character.lower(), character.upper()) if len(case) == 1}
    return f"[{''.join(sorted(cases))}]" if len(cases) > 1 or character in "*?[" else character
