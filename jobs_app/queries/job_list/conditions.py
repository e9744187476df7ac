"""Which jobs match the filters of a view."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from unicodedata import normalize

from sqlalchemy import ColumnElement, LargeBinary, and_, bindparam, cast, func, literal, or_

from jobs_app.database.models import ENDED, JOBS
from jobs_app.database.timestamps import UtcTimestamp
from jobs_app.jobs.filters import SINCE, JobFilter
from jobs_app.jobs.ids import MAX_ENCODED_BYTES
from jobs_app.jobs.snapshots import TARGET_LIMIT
from jobs_app.jobs.status import STORED, JobStatus
from jobs_app.jobs.text import encodable
from jobs_app.queries.capped import UTF8_BYTES

OPEN_STATUSES = (str(JobStatus.QUEUED), str(JobStatus.RUNNING))
"""The statuses of jobs that have not ended."""
NOW, RANGE_START, RANGE_END = (bindparam(name, type_=UtcTimestamp) for name in ("now", "since", "until"))


def time_parameters(view: JobFilter, now: datetime) -> dict[str, datetime]:
    """The parameters of a view's statements, which are built once per view and used at every poll."""
    start = view.start or now - timedelta(seconds=SINCE.get(view.since, 0))
    return {"now": now, "since": start, "until": view.end or now}


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
    if not (view.since or view.start):
        return
    if status in OPEN_STATUSES:
        if view.end:
            yield NOW < RANGE_END
        return
    ended = func.coalesce(ENDED, ENDED) if without_index else ENDED
    in_range = and_(ended >= RANGE_START, ended < RANGE_END) if view.end else ended >= RANGE_START
    reaches = [NOW < RANGE_END] if view.end else []
    is_open = (and_(JOBS.c.status == open_status, *reaches) for open_status in OPEN_STATUSES)
    yield or_(*is_open, in_range) if status is None else in_range


def search_condition(view: JobFilter, on_sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """The condition on target and id, if the view has one: on as much of them as the list shows."""
    if view.search:
        text = encodable(view.search)
        yield or_(*(_on_sqlite(text) if on_sqlite else _on_postgresql(text)))


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


def _forms(text: str) -> list[str]:
    """A text, and its composed and decomposed form (UAX #15)."""
    return list(dict.fromkeys((text, normalize("NFC", text), normalize("NFD", text))))


def _on_postgresql(text: str) -> Iterator[ColumnElement[bool]]:
    for column in (func.substr(JOBS.c.target, 1, TARGET_LIMIT), JOBS.c.id):
        yield from (column.icontains(form, autoescape=True) for form in _forms(text))


def _on_sqlite(text: str) -> Iterator[ColumnElement[bool]]:
    """SQLite loads a whole value wherever a statement names it: a long one is named as rarely as possible.

    A long id is shown as the number of its row, a long target cut.
    """
    for column, most in ((JOBS.c.target, TARGET_LIMIT), (JOBS.c.id, MAX_ENCODED_BYTES)):
        yield (_bytes_of(column) <= most) & _short_contains(column, text)
    start = func.substr(cast(JOBS.c.target, LargeBinary), 1, UTF8_BYTES * TARGET_LIMIT)
    yield (_bytes_of(JOBS.c.target) > TARGET_LIMIT) & func.contains_text(start, text, TARGET_LIMIT)


def _bytes_of(column: ColumnElement[str]) -> ColumnElement[int]:
    return func.length(cast(column, LargeBinary))


def _short_contains(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether a column that is not longer than what is shown of it contains a text."""
    after_nul = func.instr(column, func.char(0)) & func.contains_text(cast(column, LargeBinary), text, TARGET_LIMIT)
    return or_(*(_contains_on_sqlite(column, form) for form in _forms(text)), after_nul)


def _contains_on_sqlite(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """SQLite's LIKE is fast but case-insensitive for ASCII only; its GLOB takes a set for each character.

    Both stop at the first NUL.
    """
    if text.isascii():
        return column.contains(text, autoescape=True)
    return column.op("GLOB", is_comparison=True)(literal(f"*{''.join(map(_either_case, text))}*"))


def _either_case(character: str) -> str:
    cases = {case for case in (character, character.lower(), character.upper()) if len(case) == 1}
    return f"[{''.join(sorted(cases))}]" if len(cases) > 1 or character in "*?[" else character
