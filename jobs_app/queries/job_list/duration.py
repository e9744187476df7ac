"""Which jobs ran, or have been running, for longer or shorter than a number of seconds."""

import operator

from sqlalchemy import ColumnElement, and_, case, literal, or_

from jobs_app.database.models import COMPLETED, JOBS, STARTED, TOOK
from jobs_app.database.timestamps import seconds_between
from jobs_app.jobs.search_query import DurationTerm
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.attention import NOW
from jobs_app.queries.job_list.conditions import status_ranges

COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
NOT_RUNNING = tuple(status for status in JobStatus if status is not JobStatus.RUNNING)

RAN: ColumnElement[float] = case(
    (JOBS.c.status == str(JobStatus.RUNNING), seconds_between(STARTED, NOW)),
    (COMPLETED >= STARTED, seconds_between(STARTED, COMPLETED)),
)
"""Seconds that a job ran or has been running, as the list shows them; null where it shows none."""


def duration_condition(term: DurationTerm, without_index: bool) -> ColumnElement[bool]:
    """The condition of a duration. With the index, which has the durations of each status: to read each key of a time
    on SQLite costs more than the rest of a row.
    """
    compare, seconds = COMPARISONS[term.comparison], literal(term.seconds)
    if without_index:
        compared: ColumnElement[bool] = compare(RAN, seconds)
        return compared
    ended_after_start = (TOOK >= 0.0) & or_(TOOK > 0.0, COMPLETED >= STARTED)
    running = and_(JOBS.c.status == str(JobStatus.RUNNING), compare(seconds_between(STARTED, NOW), seconds))
    ended = (
        and_(statuses, compare(TOOK, seconds), ended_after_start)
        for status in NOT_RUNNING
        for statuses in status_ranges(status)
    )
    return or_(running, *ended)
