"""A sample of the jobs that ended in many spans of time: the last few of each status in each span.

The spans are short, so that the sample is spread over the whole time; where fewer jobs ended, it holds all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Integer, Select, case, literal, literal_column, select, true

from jobs_app.database.models import ENDED, JOBS, TOOK, WAITED
from jobs_app.jobs.insights import EndedJob
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.text import first_line, visible
from jobs_app.queries.capped import capped
from jobs_app.queries.insights.buckets import Span, spans_parameter, spans_table
from jobs_app.queries.transaction import on_sqlite

NAME_CHARACTERS, ERROR_CHARACTERS = 100, 60

_Row = tuple[int, str | None, str | None, float | None, float | None, str | None]


def read_sample(connection: Connection, spans: Iterable[Span], limits: Mapping[str, int]) -> list[EndedJob]:
    """For each status as many jobs as its limit says, of each span the last ones that ended in it."""
    parameter, name_of = spans_parameter(spans), lru_cache(maxsize=1_000)(partial(visible, limit=NAME_CHARACTERS))
    jobs = list[EndedJob]()
    for status, limit in limits.items():
        rows = connection.execute(_statement(status, limit, on_sqlite(connection)), parameter).all()
        for span, job_type, worker, took, waited, error in cast("Sequence[_Row]", rows):
            known = None if took is None or took < 0 else took
            line = first_line(error, ERROR_CHARACTERS) if error else ""
            jobs.append(EndedJob(span, status, name_of(job_type), name_of(worker), known, waited, line))
    return jobs


@cache
def _statement(status: str, limit: int, sqlite: bool) -> Select[*tuple[Any, ...]]:
    spans = spans_table(sqlite)
    is_failed = literal(status == str(JobStatus.FAILED))
    columns: tuple[ColumnElement[Any], ...] = (
        capped(JOBS.c.job_type, NAME_CHARACTERS + 1).label("job_type"),
        capped(JOBS.c.worker, NAME_CHARACTERS + 1).label("worker"),
        TOOK.label("took"),
        WAITED.label("waited"),
        case((is_failed, capped(JOBS.c.error_message, 4 * ERROR_CHARACTERS))).label("error"),
    )
    in_span = (JOBS.c.status == status, spans.c.start <= ENDED, spans.c.until > ENDED)
    if not sqlite:
        last = select(*columns).where(*in_span).order_by(ENDED.desc()).limit(limit).correlate(spans).lateral("last")
        return select(spans.c.number, *last.c).join_from(spans, last, true())
    # SQLite has no lateral joins; the outer one keeps it from reading all jobs first.
    row: ColumnElement[int] = literal_column("jobs.rowid", Integer)
    last = select(row).select_from(JOBS).where(*in_span).order_by(ENDED.desc()).limit(limit).correlate(spans)
    found = select(spans.c.number, *columns).join_from(spans, JOBS, row.in_(last), isouter=True)
    return found.where(JOBS.c.status.is_not(None))
