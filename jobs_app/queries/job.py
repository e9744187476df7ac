"""Reads of one job: all its facts, and how long its like took before."""

from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Engine, Text, case, cast, func, literal, select

from jobs_app.database.ids import exact, is_job
from jobs_app.database.models import COMPLETED, JOBS, STARTED, TARGET, TOOK
from jobs_app.jobs.snapshots import TEXT_LIMIT, JobDetail
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.text import decoded
from jobs_app.queries.capped import SHORT, capped
from jobs_app.queries.transaction import reading

LONG: tuple[str, ...] = ("target", "summary_json")
BY_ENDS: tuple[str, ...] = ("error_message", "error_traceback")
"""What is told at its start and at its end: of a long one both are read, of a traceback above all its cause."""
NAMES: tuple[str, ...] = ("job_type", "worker")
SUMMARY_LIMIT = 10_000_000
"""Characters of a summary that are read to be told in a sentence."""
LAST, MOST_CANDIDATES = 20, 1_000


def read_job(engine: Engine, job_id: str) -> JobDetail | None:
    """All there is to know about one job, long texts cut; None if there is no such job."""
    caps = dict.fromkeys(NAMES, 201) | dict.fromkeys(LONG, TEXT_LIMIT + 1)
    columns = [_column(name, caps.get(name, SHORT)) for name, _ in JOBS.c.items()]
    with reading(engine) as connection:
        row = connection.execute(select(*columns).where(is_job(job_id, connection))).mappings().first()
    return JobDetail.of(row) if row else None


def _column(name: str, characters: int) -> ColumnElement[Any]:
    column = JOBS.c[name]
    if name == "id":
        return exact(column).label(name)
    return (_ends(column) if name in BY_ENDS else capped(column, characters)).label(name)


def _ends(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A text of at most TEXT_LIMIT characters; from a longer one the middle is missing, and it says how much."""
    half, size = TEXT_LIMIT // 2, func.length(column)
    mark = literal("\n\n… ") + cast(size - 2 * half, Text) + literal(" characters left out …\n\n")
    start, end = func.substr(column, 1, half), func.substr(column, size - half + 1, half)
    return case((size > TEXT_LIMIT, start + mark + end), else_=func.substr(column, 1, TEXT_LIMIT))


def read_summary(engine: Engine, job_id: str) -> str:
    """A job's summary as it is stored, SUMMARY_LIMIT characters of it."""
    with reading(engine) as connection:
        found = connection.execute(
            select(capped(JOBS.c.summary_json, SUMMARY_LIMIT)).where(is_job(job_id, connection))
        ).scalar()
    return decoded(found)


def typical_duration(engine: Engine, job_id: str) -> int | None:
    """How long the last completed jobs of the same type and target took: the median in milliseconds, None without any.

    The last MOST_CANDIDATES are looked at; those without a start, or with one after their end, do not count.
    """
    with reading(engine) as connection:
        own = is_job(job_id, connection)
        # As one expression, which the database computes once and finds in the index.
        same = [
            column == select(column).where(own).correlate(None).scalar_subquery()
            for column in (JOBS.c.job_type, TARGET)
        ]
        ended = select(TOOK.label("took"), STARTED.label("started"), COMPLETED.label("ended"), own.label("own"))
        ended = ended.where(JOBS.c.status == str(JobStatus.COMPLETED), *same)
        last = ended.order_by(COMPLETED.desc()).limit(MOST_CANDIDATES).subquery()
        counts = (last.c.took >= 0, last.c.started <= last.c.ended, ~last.c.own)
        took = select(last.c.took).where(*counts).order_by(last.c.ended.desc()).limit(LAST)
        seconds = connection.execute(took).scalars().all()
    return round(median(map(float, seconds)) * 1000) if seconds else None
