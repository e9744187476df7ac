"""The overview of the last 24 hours: one read of the index of ended jobs, and two of a few rows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, select

from jobs_app.database.models import CREATED, ENDED, JOBS, WAITED
from jobs_app.database.timestamps import UtcTimestamp
from jobs_app.jobs.overview import BUCKET_SECONDS, BUCKETS, HOUR_BEFORE, LAST_HOUR, Overview, first_bucket
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.timestamps import parse_timestamp
from jobs_app.queries.insights.buckets import Span, read_ended_counts
from jobs_app.queries.transaction import read_transaction

USUAL_JOBS = 200
"""Completed jobs whose median wait is the usual one: those that ended last."""
FIRST_TIME = datetime(1, 1, 2, tzinfo=UTC)
"""Before every known time and after every missing one."""
BUCKET, HOUR, DAY = timedelta(seconds=BUCKET_SECONDS), timedelta(hours=1), timedelta(days=1)


def read_overview(engine: Engine, now: datetime) -> Overview:
    """Ended jobs of the last 24 hours and of the 24 hours before, in one snapshot of the database."""
    spans = list(_spans(now))
    with read_transaction(engine) as connection:
        counts = read_ended_counts(connection, spans)
        oldest = oldest_queued(connection)
        waits = connection.execute(_usual_waits(), {"end": spans[-1].end}).scalars().all()
    return Overview.of(now, counts, oldest, (float(wait) for wait in waits if wait is not None))


def _spans(now: datetime) -> Iterator[Span]:
    """The hours and the half hours. What ended after `now` by the clock of its writer belongs to the last of each."""
    first = first_bucket(now)
    start = datetime.fromtimestamp(first * BUCKET_SECONDS, UTC)
    yield Span(HOUR_BEFORE, now - DAY - HOUR, now - DAY)
    yield Span(LAST_HOUR, now - HOUR, start + 2 * BUCKETS * BUCKET)
    for index in range(2 * BUCKETS):
        yield Span(first + index, start + index * BUCKET, start + (index + 1) * BUCKET)


def oldest_queued(connection: Connection) -> datetime | None:
    """When the job that has waited longest was created; None if none waits."""
    return parse_timestamp(connection.execute(_oldest_queued(), {"first": FIRST_TIME}).scalar())


@cache
def _oldest_queued() -> Select[Any]:
    queued = select(CREATED).where(JOBS.c.status == str(JobStatus.QUEUED), _time("first") <= CREATED)
    return queued.order_by(CREATED).limit(1)


@cache
def _usual_waits() -> Select[Any]:
    last = select(WAITED.label("wait")).where(JOBS.c.status == str(JobStatus.COMPLETED))
    return last.where(_time("end") > ENDED).order_by(ENDED.desc()).limit(USUAL_JOBS)


def _time(name: str) -> Any:
    return bindparam(name, type_=UtcTimestamp)
