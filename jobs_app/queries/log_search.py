"""Search in a job's log: the lines that contain a text, in records of a level or above."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, Select, select

from jobs_app.database.ids import is_log_of
from jobs_app.database.models import JOB_LOG
from jobs_app.jobs.log_records import HIDDEN_START, LEVEL_PATTERNS, RECORD, plain_lines, words_from
from jobs_app.jobs.search_text import SearchText
from jobs_app.jobs.snapshots import LogMatches
from jobs_app.jobs.text import decoded, styled_line
from jobs_app.queries.capped import capped
from jobs_app.queries.log import CHUNKS_PER_QUERY, MAX_CHUNK_CHARACTERS, MAX_LINE_CHARACTERS, valid_count
from jobs_app.queries.transaction import read_transaction

SEARCH_SECONDS = 0.25
"""How long one search reads before it reports how far it came."""
MAX_MATCHES = 1_000

MAX_RECORD_LINES = 1_000
"""Lines after the first one of a record that belong to it at most: so far a search looks back for its level."""

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
    """The lines between two others that show a text, in records of a level or above, last ones first; case-insensitive.

    Reads for SEARCH_SECONDS at most, or up to MAX_MATCHES: `before` of the answer says where to continue, 0 if all is
    read.
    """
    ends_at, finder = clock() + SEARCH_SECONDS, _Finder(text, level, after, min(before, 2**31 - 1))
    matches = list[Match]()
    while not finder.done:
        with read_transaction(engine) as connection:
            rows = connection.execute(_chunks_before(connection, job_id, finder.before)).all()
        for first, count, stored in rows:
            if finder.done:
                break
            matches += finder.find(first, valid_count(count, finder.before), decoded(stored))
            if (len(matches) >= MAX_MATCHES or clock() >= ends_at) and finder.has_progressed:
                return LogMatches(tuple(matches), finder.cursor)
        if len(rows) < CHUNKS_PER_QUERY:
            break
    return LogMatches(tuple(matches), 0)


def _chunks_before(connection: Connection, job_id: str, before: int) -> Select[Any, Any, Any]:
    text = capped(JOB_LOG.c.text, MAX_CHUNK_CHARACTERS)
    chunks = select(JOB_LOG.c.first_line, JOB_LOG.c.line_count, text)
    chunks = chunks.where(is_log_of(job_id, connection), JOB_LOG.c.first_line < before)
    return chunks.order_by(JOB_LOG.c.first_line.desc()).limit(CHUNKS_PER_QUERY)


class _Finder:
    """Finds the matches in chunks that are read backwards; plain text only, no patterns.

    The lines of a record may precede its level in this order: they are pending until its first line is read.
    """

    def __init__(self, text: str, level: str, after: int, before: int) -> None:
        self._text, self._words, self._level = SearchText(text), words_from(level), LEVEL_PATTERNS.get(level)
        self._after, self._requested, self.before = after, before, before
        self._pending = deque[Match](maxlen=MAX_RECORD_LINES)

    @property
    def done(self) -> bool:
        return self.before <= self._after + 1 and not self._pending

    @property
    def cursor(self) -> int:
        """Where to continue, 0 if all is read; pending lines are read again."""
        return 0 if self.done else self._pending[0][0] + 1 if self._pending else self.before

    @property
    def has_progressed(self) -> bool:
        return self.cursor < self._requested

    def find(self, first: int, count: int, chunk: str) -> list[Match]:
        """The matches of a chunk, and the pending ones that it completes, last ones first."""
        end, self.before = min(self.before, first + count), first
        stored = chunk.split("\n", max(0, end - first))[: max(0, end - first)]
        shown = plain_lines("\n".join(stored))
        if self._level and stored:
            return self._in_records(first, stored, shown)
        if not stored or not self._text.is_in(shown):
            return []
        lines = reversed(list(enumerate(shown.split("\n"))))
        return [self._match(first, index, stored) for index, line in lines if self._is_match(first + index, line)]

    def _in_records(self, first: int, stored: list[str], shown: str) -> list[Match]:
        """The matches in records of the level or above."""
        lines = self._lines_to_examine(shown)
        found = list[Match]()
        for index, line in reversed(list(enumerate(lines))):
            if RECORD.match(line):
                number = first + index
                if self._level and self._level.match(line):
                    found += [match for match in self._pending if match[0] <= number + MAX_RECORD_LINES]
                    found += [self._match(first, index, stored)] if self._is_match(number, line) else []
                self._pending.clear()
            elif self._is_match(first + index, line):
                self._pending.append(self._match(first, index, stored))
        while self._pending and self._pending[0][0] >= first + MAX_RECORD_LINES:
            self._pending.popleft()
        return found

    def _lines_to_examine(self, shown: str) -> list[str]:
        """The lines of a chunk; only those before its first record if all its records are below the level."""
        if any(word in shown for word in self._words):
            return shown.split("\n")
        record = RECORD.search(shown)
        if not record:
            return shown.split("\n")
        self._pending.clear()
        return shown[: record.start()].split("\n")[:-1]

    def _is_match(self, number: int, line: str) -> bool:
        return number > self._after and _is_shown_in(self._text, line)

    @staticmethod
    def _match(first: int, index: int, stored: list[str]) -> Match:
        return first + index, styled_line(stored[index], MAX_LINE_CHARACTERS)


def _is_shown_in(text: SearchText, line: str) -> bool:
    """Whether the part of a line contains a text that is shown on screen."""
    # Most lines are dismissed here, without the regular expression, which costs more.
    if not text.is_in(line):
        return False
    hidden = HIDDEN_START.match(line)
    return not hidden or text.is_in(line[hidden.end() :])
