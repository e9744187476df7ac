"""Search in a job's log: the lines that contain a text, at a level or above."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Engine, Select, select

from jobs_app.database.ids import is_log_of
from jobs_app.database.models import JOB_LOG
from jobs_app.jobs.snapshots import LogMatches
from jobs_app.jobs.text import decoded, visible
from jobs_app.queries.capped import capped
from jobs_app.queries.log import CHUNKS_PER_QUERY, MAX_CHUNK_CHARACTERS, MAX_LINE_CHARACTERS, valid_count
from jobs_app.queries.transaction import read_transaction

SEARCH_SECONDS = 0.25
"""How long one search reads before it reports how far it came."""
MAX_MATCHES = 1_000

LEVEL_WORDS = {
    "debug": ("TRACE", "DEBUG"),
    "info": ("INFO", "NOTICE"),
    "warning": ("WARN", "WARNING"),
    "error": ("ERROR", "CRITICAL", "FATAL"),
}
"""What loggers write for each level, in ascending order."""
STAMP = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)? ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?) "
"""The start of a line: a time with its offset; log_prefix.js parses lines in the same way."""


def words_from(level: str) -> tuple[str, ...]:
    """The words of a level and of those above it; none if it is no level."""
    levels = list(LEVEL_WORDS)
    return tuple(chain(*(LEVEL_WORDS[name] for name in levels[levels.index(level) :]))) if level in levels else ()


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


LEVEL_PATTERNS = {level: re.compile(f"{STAMP}{_any_of(words_from(level))} ", re.ASCII) for level in LEVEL_WORDS}
"""The start of a line of this level or above."""
_QUIET, _LOUD = _any_of(LEVEL_WORDS["debug"] + LEVEL_WORDS["info"]), _any_of(words_from("warning"))
HIDDEN_START = re.compile(f"{STAMP}(?:{_QUIET} |(?={_LOUD} ))", re.ASCII)
"""The part of a stored line that is not shown on screen."""
COLOUR_CODE = re.compile("\x1b\\[[0-9;]*m")
"""The escape sequences that are shown as colours (ECMA-48, SGR): they are no part of the text."""

Match = tuple[int, str]
"""The number of a line, and its text."""


def search_log(
    engine: Engine,
    job_id: str,
    text: str,
    level: str,
    after: int,
    before: int,
    clock: Callable[[], float] = time.monotonic,
) -> LogMatches:
    """The lines between two others that show a text, case-insensitively, at a level or above; last ones first.

    Reads for SEARCH_SECONDS at most, or up to MAX_MATCHES: `before` of the answer says where to continue, 0 if all is
    read.
    """
    ends_at, find = clock() + SEARCH_SECONDS, _matcher(text, level)
    matches = list[Match]()
    before = min(before, 2**31 - 1)
    while before > after + 1:
        with read_transaction(engine) as connection:
            rows = connection.execute(_chunks_before(connection, job_id, before)).all()
        for first, count, stored in rows:
            end = min(before, first + valid_count(count, before))
            found = [match for match in find(first, decoded(stored)) if after < match[0] < end]
            matches += reversed(found)
            before = first
            if len(matches) >= MAX_MATCHES or clock() >= ends_at:
                return LogMatches(tuple(matches), before if before > after + 1 else 0)
        if len(rows) < CHUNKS_PER_QUERY:
            break
    return LogMatches(tuple(matches), 0)


def _chunks_before(connection: Connection, job_id: str, before: int) -> Select[Any, Any, Any]:
    text = capped(JOB_LOG.c.text, MAX_CHUNK_CHARACTERS)
    chunks = select(JOB_LOG.c.first_line, JOB_LOG.c.line_count, text)
    chunks = chunks.where(is_log_of(job_id, connection), JOB_LOG.c.first_line < before)
    return chunks.order_by(JOB_LOG.c.first_line.desc()).limit(CHUNKS_PER_QUERY)


def _matcher(text: str, level: str) -> Callable[[int, str], Iterator[Match]]:
    """A function that finds the matches in a chunk, given its first line; plain text only, no patterns."""
    pattern, words, needle = LEVEL_PATTERNS.get(level), words_from(level), text.lower()

    def find(first: int, chunk: str) -> Iterator[Match]:
        if words and not any(word in chunk for word in words):
            return
        if needle and needle not in without_colours(chunk).lower():
            return
        for index, line in enumerate(chunk.split("\n")):
            if _shows(line, needle) and (pattern is None or pattern.match(line)):
                yield first + index, visible(line, MAX_LINE_CHARACTERS)

    return find


def _shows(line: str, needle: str) -> bool:
    # Most lines are dismissed here, without the regular expression, which costs more.
    if needle not in without_colours(line).lower():
        return False
    hidden = HIDDEN_START.match(line)
    return not hidden or needle in without_colours(line[hidden.end() :]).lower()


def without_colours(text: str) -> str:
    """A text without its colour codes."""
    return COLOUR_CODE.sub("", text) if "\x1b" in text else text
