"""Reads of a job's log: some lines, its tail.

A row of the table is a chunk of consecutive lines; other programs may have stored anything in it.
"""

from collections.abc import Iterator
from itertools import chain, islice, pairwise, repeat, takewhile
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, case, func, select

from jobs_app.database.ids import is_log_of
from jobs_app.database.models import JOB_LOG
from jobs_app.jobs.snapshots import LogLines
from jobs_app.jobs.text import shortened_line, styled_line
from jobs_app.queries.capped import capped, end_of_long
from jobs_app.queries.transaction import read_transaction

MAX_LINES = 1000
"""Lines of a log that one read returns at most."""
MAX_CHUNK_CHARACTERS = 2_000_000
"""Characters of one chunk of a log that are read."""
MAX_LINE_CHARACTERS = 10_000
MAX_TAIL_CHARACTERS = 200_000
"""Characters that a tail is cut to, so that one more long line is not sent to every open page."""
CHUNKS_PER_QUERY = 20


def read_log_lines(engine: Engine, job_id: str, after: int, limit: int) -> LogLines:
    """The lines of a job's log that follow line `after`, at most `limit` of them; lines count from 1.

    They are consecutive: the next line may be missing from the table. Where line `after` + 1 is missing, they start
    at the next stored one.
    """
    limit, after = max(1, min(limit, MAX_LINES)), max(0, min(after, 2**31 - 1))
    with read_transaction(engine) as connection:
        total = _total(connection, job_id)
        lines = _lines(connection, job_id, after, limit, total)
        if not lines and total > after:
            is_later = is_log_of(job_id, connection) & (JOB_LOG.c.first_line > after)
            first_later = connection.execute(select(func.min(JOB_LOG.c.first_line)).where(is_later)).scalar()
            lines = _lines(connection, job_id, (first_later or 1) - 1, limit, total)
    first = lines[0][0] if lines else after + 1
    consecutive = takewhile(lambda item: item[1][0] == first + item[0], enumerate(lines))
    return LogLines(first, tuple(line for _, (_, line) in consecutive), total)


def read_log_tail(engine: Engine, job_id: str, after: int, limit: int) -> LogLines:
    """The last lines of a job's log that follow line `after`; its very last ones if it has become shorter.

    They end with the last line, and start after any line that is missing from the table.
    """
    with read_transaction(engine) as connection:
        total = _total(connection, job_id)
        after = max(0, total - limit, after if after <= total else 0)
        lines = _lines(connection, job_id, after, limit, total)
    kept, size = list[str](), 0
    for number, line in reversed(lines):
        size += len(line)
        if number != total - len(kept) or (kept and size > MAX_TAIL_CHARACTERS):
            break
        kept.append(line)
    return LogLines(total - len(kept) + 1, tuple(reversed(kept)), total)


def valid_count(stored: object, available: int) -> int:
    """The number of lines that a chunk claims; if that is no number, as many as are `available`."""
    return max(0, stored) if isinstance(stored, int) else available


def _total(connection: Connection, job_id: str) -> int:
    """The number of the last line of a log."""
    last_lines = select(JOB_LOG.c.first_line + JOB_LOG.c.line_count - 1).where(is_log_of(job_id, connection))
    return int(connection.execute(last_lines.order_by(JOB_LOG.c.first_line.desc()).limit(1)).scalar() or 0)


def _lines(connection: Connection, job_id: str, after: int, limit: int, total: int) -> list[tuple[int, str]]:
    found = _numbered(connection, job_id, after, min(after + limit, total)) if total > after else iter(())
    return [(number, styled_line(line, MAX_LINE_CHARACTERS)) for number, line in found]


def _numbered(connection: Connection, job_id: str, after: int, last: int) -> Iterator[tuple[int, str]]:
    """The lines that follow line `after` up to line `last`, with their numbers, one chunk in memory at a time."""
    of_job = is_log_of(job_id, connection)
    start = select(func.max(JOB_LOG.c.first_line)).where(of_job, JOB_LOG.c.first_line <= after + 1).scalar_subquery()
    chunks = (
        select(JOB_LOG.c.first_line, JOB_LOG.c.line_count, *_start_and_end())
        .where(of_job, JOB_LOG.c.first_line >= func.coalesce(start, 0), JOB_LOG.c.first_line <= last)
        .order_by(JOB_LOG.c.first_line)
        .execution_options(yield_per=CHUNKS_PER_QUERY)
    )
    rows = chain(connection.execute(chunks), ((last + 1, 0, "", ""),))
    for (first, count, stored, line_end), (following, *_) in pairwise(rows):
        end = min(following, first + valid_count(count, following))
        text = shortened_line(stored, line_end) if line_end and len(stored) > MAX_LINE_CHARACTERS else stored
        lines = islice(chain(text.split("\n"), repeat("")), max(0, after + 1 - first), max(0, end - first))
        yield from enumerate(lines, max(first, after + 1))


def _start_and_end() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The text of a chunk; of a line that has a row of its own no more than is shown: its start and its end."""
    text, is_line = JOB_LOG.c.text, JOB_LOG.c.line_count == 1
    characters = case((is_line, MAX_LINE_CHARACTERS + 1), else_=MAX_CHUNK_CHARACTERS)
    return capped(text, MAX_CHUNK_CHARACTERS, characters), case((is_line, end_of_long(text, MAX_LINE_CHARACTERS)))
