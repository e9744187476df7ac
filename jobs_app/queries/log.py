"""Reads of a job's log: some lines, its end, all of it, and the lines in which something stands."""

import re
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice, pairwise, repeat, takewhile
from typing import Any

from sqlalchemy import Connection, Engine, Select, case, func, select

from jobs_app.database.ids import is_log_of
from jobs_app.database.models import JOB_LOG
from jobs_app.jobs.snapshots import LogLines, LogMatches
from jobs_app.jobs.text import decoded, visible
from jobs_app.queries.transaction import reading

MOST_LINES = 1000
"""Lines of a log that one read returns at most."""
MOST_CHARACTERS = 2_000_000
"""Characters of one chunk of a log that are read."""
LINE_LIMIT = 10_000
TAIL_CHARACTERS = 200_000
"""Characters that the end of a log is cut to, so that one long line more does not flood every open page."""
SEARCH_TIME = 0.25
"""Seconds that one search reads before it says how far it came."""
MOST_MATCHES = 1_000
AT_ONCE = 20
"""Chunks that are read in one query of a search."""

HINTS = {"info": ("INFO", "WARNING", "ERROR"), "warning": ("WARNING", "ERROR"), "error": ("ERROR",)}
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z "
LEVELS = {level: re.compile(f"{STAMP}(?:{'|'.join(names)}) ", re.ASCII) for level, names in HINTS.items()}
"""How a line of this level or above begins; log_format.js reads stamps the same way."""
UNSEEN = re.compile(f"{STAMP}(?:(?:DEBUG|INFO) |(?=(?:WARNING|ERROR) ))", re.ASCII)
"""What the screen does not show of a line's beginning as it is stored."""


def read_log_lines(engine: Engine, job_id: str, after: int, limit: int) -> LogLines:
    """The lines of a job's log that follow line `after`, at most `limit` of them; lines count from 1.

    What is returned ends where the next number is in no row of the log.
    """
    limit, after = max(1, min(limit, MOST_LINES)), max(0, min(after, 2**31 - 1))
    with reading(engine) as connection:
        total = _total(connection, job_id)
        lines = _lines(connection, job_id, after, limit, total)
        if not lines and total > after:
            of_job = is_log_of(job_id, connection)
            beyond = select(func.min(JOB_LOG.c.first_line)).where(of_job, JOB_LOG.c.first_line > after)
            lines = _lines(connection, job_id, (connection.execute(beyond).scalar() or 1) - 1, limit, total)
    first = lines[0][0] if lines else after + 1
    in_a_row = takewhile(lambda item: item[1][0] == first + item[0], enumerate(lines))
    return LogLines(first, tuple(line for _, (_, line) in in_a_row), total)


def read_log_tail(engine: Engine, job_id: str, after: int, most: int) -> LogLines:
    """The last lines of a job's log that follow line `after`; its very last ones where it has become shorter.

    They end with the last line, and begin behind any number that is in no row of the log.
    """
    with reading(engine) as connection:
        total = _total(connection, job_id)
        after = max(0, total - most, after if after <= total else 0)
        lines = _lines(connection, job_id, after, most, total)
    kept, size = list[str](), 0
    for number, line in reversed(lines):
        size += len(line)
        if number != total - len(kept) or (kept and size > TAIL_CHARACTERS):
            break
        kept.append(line)
    return LogLines(total - len(kept) + 1, tuple(reversed(kept)), total)


def stream_log(engine: Engine, job_id: str) -> Iterator[str]:
    """A job's log as it is stored, in portions; no transaction stays open between them."""
    after = 0
    while True:
        with reading(engine) as connection:
            of_job = is_log_of(job_id, connection)
            chunks = select(JOB_LOG.c.first_line, JOB_LOG.c.text).where(of_job, JOB_LOG.c.first_line > after)
            rows = connection.execute(chunks.order_by(JOB_LOG.c.first_line).limit(AT_ONCE)).all()
        if not rows:
            return
        yield "".join(f"{decoded(stored)}\n" for _, stored in rows)
        after = rows[-1][0]


def search_log(
    engine: Engine,
    job_id: str,
    text: str,
    level: str,
    after: int,
    before: int,
    clock: Callable[[], float] = time.monotonic,
) -> LogMatches:
    """The lines between two others that show a text, in capitals or not, at a level or above; last ones first.

    Reads for SEARCH_TIME at most, or up to MOST_MATCHES: `before` of the answer says where to go on, 0 if all is read.
    """
    ends_at, wanted = clock() + SEARCH_TIME, _matcher(text, level)
    matches = list[tuple[int, str]]()
    before = min(before, 2**31 - 1)
    while before > after + 1:
        with reading(engine) as connection:
            rows = connection.execute(_chunks_before(connection, job_id, before)).all()
        for first, count, stored in rows:
            end = min(before, first + _count(count, before))
            found = [match for match in wanted(first, decoded(stored)) if after < match[0] < end]
            matches += reversed(found)
            before = first
            if len(matches) >= MOST_MATCHES or clock() >= ends_at:
                return LogMatches(tuple(matches), before if before > after + 1 else 0)
        if len(rows) < AT_ONCE:
            break
    return LogMatches(tuple(matches), 0)


def _chunks_before(connection: Connection, job_id: str, before: int) -> Select[Any, Any, Any]:
    of_job = is_log_of(job_id, connection)
    chunks = select(JOB_LOG.c.first_line, JOB_LOG.c.line_count, func.substr(JOB_LOG.c.text, 1, MOST_CHARACTERS))
    return chunks.where(of_job, JOB_LOG.c.first_line < before).order_by(JOB_LOG.c.first_line.desc()).limit(AT_ONCE)


def _matcher(text: str, level: str) -> Callable[[int, str], Iterator[tuple[int, str]]]:
    """What finds the wanted lines of a chunk, with their numbers; plain text only, no patterns."""
    pattern, hints, sought = LEVELS.get(level), HINTS.get(level, ()), text.lower()

    def matches(first: int, chunk: str) -> Iterator[tuple[int, str]]:
        if hints and not any(hint in chunk for hint in hints):
            return
        if sought and sought not in chunk.lower():
            return
        for index, line in enumerate(chunk.split("\n")):
            if sought in line.lower() and _shows(line, sought) and (pattern is None or pattern.match(line)):
                yield first + index, visible(line, LINE_LIMIT)

    return matches


def _shows(line: str, sought: str) -> bool:
    unseen = UNSEEN.match(line)
    return line.lower().find(sought, unseen.end() if unseen else 0) >= 0


def _total(connection: Connection, job_id: str) -> int:
    """How many lines a log has: the number of its last one."""
    newest = select(JOB_LOG.c.first_line + JOB_LOG.c.line_count - 1).where(is_log_of(job_id, connection))
    return int(connection.execute(newest.order_by(JOB_LOG.c.first_line.desc()).limit(1)).scalar() or 0)


def _lines(connection: Connection, job_id: str, after: int, limit: int, total: int) -> list[tuple[int, str]]:
    found = _numbered(connection, job_id, after, min(after + limit, total)) if total > after else iter(())
    return [(number, visible(line, LINE_LIMIT)) for number, line in found]


def _numbered(connection: Connection, job_id: str, after: int, last: int) -> Iterator[tuple[int, str]]:
    """The lines that follow line `after` up to line `last`, with their numbers, one chunk in memory at a time."""
    of_job = is_log_of(job_id, connection)
    start = select(func.max(JOB_LOG.c.first_line)).where(of_job, JOB_LOG.c.first_line <= after + 1).scalar_subquery()
    # Of a line that has a row of its own no more than is shown.
    most = case((JOB_LOG.c.line_count == 1, LINE_LIMIT + 1), else_=MOST_CHARACTERS)
    chunks = (
        select(JOB_LOG.c.first_line, JOB_LOG.c.line_count, func.substr(JOB_LOG.c.text, 1, most))
        .where(of_job, JOB_LOG.c.first_line >= func.coalesce(start, 0), JOB_LOG.c.first_line <= last)
        .order_by(JOB_LOG.c.first_line)
        .execution_options(yield_per=AT_ONCE)
    )
    rows = chain(connection.execute(chunks), ((last + 1, 0, ""),))
    for (first, count, stored), (following, _, _) in pairwise(rows):
        end = min(following, first + _count(count, following))
        lines = islice(chain(decoded(stored).split("\n"), repeat("")), max(0, after + 1 - first), max(0, end - first))
        yield from enumerate(lines, max(first, after + 1))


def _count(stored: object, most: int) -> int:
    """How many lines a chunk says it has; where it says nonsense, as many as there is room for."""
    return max(0, stored) if isinstance(stored, int) else most
