"""A job's log lines between being logged and being stored."""

import logging
import os
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from weakref import WeakSet

LONGEST_LINE = 1_000_000
ROW_LINES = 500
ROW_CHARACTERS = 256_000
"""How much of a log one row of the table holds at most; a longer line has a row of its own."""
BUFFER_LINES = 200_000
BUFFER_CHARACTERS = 64_000_000
"""How much waits for a database that is away; beyond that the oldest lines are dropped and counted."""
CUT = " … (cut)"

_USUAL_LEVELS: dict[int | str, str] = {logging.INFO: "INFO", logging.WARNING: "WARNING", "WARNING": "WARNING"}
_NEVER = datetime.min.replace(tzinfo=UTC)


def stamped(text: str, level: int | str, now: datetime) -> list[str]:
    """The lines of a logged text, each with its time in UTC and its level."""
    stamp = f"{_format_time(now)} {_USUAL_LEVELS.get(level) or level_name(level)} "
    if "\n" not in text and len(text) <= LONGEST_LINE:
        return [stamp + text]
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    return [stamp + (line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + CUT) for line in lines]


_latest = (_NEVER, _NEVER, "")


def _format_time(now: datetime) -> str:
    """A moment as it stands in the log. A third of the cost of a line, and bursts share their milliseconds."""
    global _latest
    start, end, formatted = _latest
    if not start <= now < end:
        start = now.astimezone(UTC).replace(microsecond=now.microsecond // 1000 * 1000)
        formatted = f"{start.isoformat('T', 'milliseconds')[:23]}Z"
        _latest = (start, start + timedelta(milliseconds=1), formatted)
    return formatted


def level_name(level: int | str) -> str:
    """The one of DEBUG, INFO, WARNING and ERROR that a level of `logging`, by name or number, comes down to."""
    if isinstance(level, str):
        level = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    if level >= logging.ERROR:
        return "ERROR"
    if level >= logging.WARNING:
        return "WARNING"
    return "INFO" if level >= logging.INFO else "DEBUG"


def rows(lines: list[str]) -> Iterator[list[str]]:
    """The lines in the portions that rows of the log table hold."""
    start, size = 0, 0
    for index, line in enumerate(lines):
        if index > start and (index - start >= ROW_LINES or size + len(line) > ROW_CHARACTERS):
            yield lines[start:index]
            start, size = index, 0
        size += len(line) + 1
    if start < len(lines):
        yield lines[start:]


@dataclass(slots=True)
class Batch:
    """Lines on their way to the database, and how many before them were dropped."""

    lines: list[str]
    dropped: int = 0


class LineBuffer:
    """Lines that wait to be stored. Any thread may add; one thread takes.

    `lock` guards the job's progress as well: a forked child gets a new one, since nobody there releases the old.
    Its holder may take it again: a signal handler that logs runs in the midst of whatever its thread does.
    """

    def __init__(self, max_lines: int = BUFFER_LINES, max_characters: int = BUFFER_CHARACTERS) -> None:
        self._max_lines, self._max_characters = max_lines, max_characters
        self._lines: deque[str] = deque()
        self._characters = 0
        self._dropped = 0
        self.lock = threading.RLock()
        _BUFFERS.add(self)

    def add(self, lines: list[str]) -> None:
        with self.lock:
            self._lines.extend(lines)
            self._characters += sum(map(len, lines))
            self._trim()

    def take(self) -> Batch:
        """Everything that waits; `give_back` undoes it."""
        with self.lock:
            batch = Batch(list(self._lines), self._dropped)
            self._lines.clear()
            self._characters = self._dropped = 0
        return batch

    def give_back(self, batch: Batch) -> None:
        with self.lock:
            self._lines.extendleft(reversed(batch.lines))
            self._characters += sum(map(len, batch.lines))
            self._dropped += batch.dropped
            self._trim()

    def __len__(self) -> int:
        return len(self._lines)

    def _trim(self) -> None:
        while len(self._lines) > self._max_lines or (self._characters > self._max_characters and self._lines):
            self._characters -= len(self._lines.popleft())
            self._dropped += 1


_BUFFERS: WeakSet[LineBuffer] = WeakSet()


def _renew_locks() -> None:
    for buffer in _BUFFERS:
        buffer.lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_locks)
