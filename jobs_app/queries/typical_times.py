"""How long jobs of a type usually take and wait: by its latest completed jobs, at a cost that no history changes."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select

from jobs_app.database.ids import raw_value
from jobs_app.database.models import COMPLETED, ENDED, JOBS, STARTED, TOOK, WAITED
from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.ids import encoded, is_plain
from jobs_app.jobs.status import OPEN, JobStatus
from jobs_app.queries.transaction import read_transaction

LATEST_JOBS = 1_000
MIN_JOBS = 5
"""Fewer durations than these are not typical."""
MAX_TYPES = 200
"""Types whose typical times are known at once."""


def read_attention_rules(engine: Engine, stalled_after: float) -> AttentionRules:
    """The rules with the typical times of the types of running and queued jobs."""
    durations, waits = dict[str, float](), dict[str, float]()
    with read_transaction(engine) as connection:
        for job_type in _open_types(connection):
            number, duration, wait = connection.execute(_typical_times(job_type)).one()
            if number >= MIN_JOBS and duration is not None:
                durations[job_type] = duration
            if wait is not None:
                waits[job_type] = wait
    return AttentionRules(stalled_after, durations, waits)


def _open_types(connection: Connection) -> list[str]:
    types = select(raw_value(JOBS.c.job_type)).where(JOBS.c.status.in_(map(str, OPEN))).distinct().limit(MAX_TYPES)
    names = map(encoded, connection.execute(types).scalars())
    return sorted(filter(is_plain, names))


def _typical_times(job_type: str) -> Select[Any, Any, Any]:
    """The number of known durations, the 95th percentile of them and the median wait, by the nearest-rank method."""
    last = select(TOOK.label("took"), (STARTED <= COMPLETED).label("ran"), WAITED.label("wait"))
    last = last.where(JOBS.c.status == str(JobStatus.COMPLETED), JOBS.c.job_type == job_type)
    jobs = last.order_by(ENDED.desc()).limit(LATEST_JOBS).cte("latest")
    took = select(jobs.c.took.label("seconds")).where(jobs.c.took >= 0, jobs.c.ran).cte("durations")
    waits = select(jobs.c.wait.label("seconds")).where(jobs.c.wait.is_not(None)).cte("waits")
    number = select(func.count()).select_from(took).scalar_subquery()
    return select(number, _percentile(took.c.seconds, 95), _percentile(waits.c.seconds, 50))


def _percentile(seconds: ColumnElement[float], percent: int) -> ColumnElement[Any]:
    """The smallest value that so many percent do not exceed; null without any."""
    rank = select((func.count() * percent - 1) // 100)
    rows = select(seconds).order_by(seconds)
    return rows.limit(1).offset(rank.select_from(seconds.table).scalar_subquery()).scalar_subquery()
