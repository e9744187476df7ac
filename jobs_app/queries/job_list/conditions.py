"""Which jobs match the filters of a view."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_

from jobs_app.database.models import ENDED, JOBS
from jobs_app.database.timestamps import UtcTimestamp
from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.filters import SINCE, JobFilter
from jobs_app.jobs.status import OPEN, STORED, JobStatus
from jobs_app.jobs.text import encodable
from jobs_app.queries.attention import NOW, Typical, attention_columns, attention_parameters

OPEN_STATUSES = tuple(map(str, OPEN))
RANGE_START, RANGE_END = (bindparam(name, type_=UtcTimestamp) for name in ("since", "until"))


def parameters(view: JobFilter, now: datetime, rules: AttentionRules) -> dict[str, Any]:
    """The parameters of a view's statements, which are built once per view and used at every poll."""
    return attention_parameters(rules, now) | time_parameters(view, now)


def time_parameters(view: JobFilter, now: datetime) -> dict[str, datetime]:
    """The parameters of the conditions on times."""
    start = view.start or now - timedelta(seconds=SINCE.get(view.since, 0))
    return {"now": now, "since": start, "until": view.end or now}


def attention_condition(view: JobFilter, typical: Typical, status: str | None = None) -> Iterator[ColumnElement[bool]]:
    """The condition on attention, if the view has one, for the jobs of a stored status or of all."""
    if view.attention:
        yield attention_columns(typical).condition(status)


def type_condition(view: JobFilter, without_index: bool = False) -> Iterator[ColumnElement[bool]]:
    """The condition on the type, if the view has one."""
    if view.types:
        types = [encodable(name) for name in view.types]
        yield (func.coalesce(JOBS.c.job_type, "") if without_index else JOBS.c.job_type).in_(types)


def range_condition(
    view: JobFilter, status: str | None = None, without_index: bool = False
) -> Iterator[ColumnElement[bool]]:
    """The condition on the time, if the view has one, for the jobs of a stored status or of all.

    Ended jobs belong to a time range if they ended in it; running and queued ones belong to each that reaches to now.
    """
    if not view.has_range:
        return
    reaches_to_now = [RANGE_END >= NOW] if view.end else []
    if status in OPEN_STATUSES:
        yield from reaches_to_now
        return
    ended = func.coalesce(ENDED, ENDED) if without_index else ENDED
    starts = [ended >= RANGE_START] if view.since or view.start else []
    in_range = and_(*starts, *([ended < RANGE_END] if view.end else []))
    is_open = and_(or_(*(JOBS.c.status == open_status for open_status in OPEN_STATUSES)), *reaches_to_now)
    yield or_(is_open, in_range) if status is None else in_range


def error_condition(view: JobFilter, without_index: bool = False) -> Iterator[ColumnElement[bool]]:
    """The condition on the error, if the view has one. Only failed jobs have a fingerprint."""
    if view.error:
        mark = func.coalesce(JOBS.c.error_fingerprint, "") if without_index else JOBS.c.error_fingerprint
        yield mark == view.error


def status_condition(status: JobStatus) -> ColumnElement[bool]:
    """The condition for a status."""
    return or_(*status_ranges(status))


def failed_without_index() -> ColumnElement[bool]:
    """The condition for failed jobs that leaves the choice of an index to the condition on the error."""
    return func.coalesce(JOBS.c.status, "") == str(JobStatus.FAILED)


def status_ranges(status: JobStatus) -> list[ColumnElement[bool]]:
    """The ranges of an index that hold a status; unknown is what lies between the known ones."""
    if status is not JobStatus.UNKNOWN:
        return [JOBS.c.status == str(status)]
    known = sorted(map(str, STORED))
    between = [(JOBS.c.status > low) & (JOBS.c.status < high) for low, high in pairwise(known)]
    return [JOBS.c.status < known[0], *between, JOBS.c.status > known[-1]]
