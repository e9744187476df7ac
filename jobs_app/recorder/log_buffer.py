"""The buffer of a job's log lines, from being logged to being stored."""

import logging
import os
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from weakref import WeakSet

MAX_LINE_CHARACTERS = 1_000_000
MAX_ROW_LINES = 500
MAX_ROW_CHARACTERS = 256_000
"""How much one row of the log table holds at most; a longer line gets a row of its own."""
MAX_BUFFER_LINES = 200_000
MAX_BUFFER_CHARACTERS = 64_000_000
"""How much is buffered while the database is unreachable; beyond that the oldest lines are dropped and counted."""
CUT_MARK = " … (cut)"

_USUAL_LEVELS: dict[int | str, str] = {logging.INFO: "INFO", logging.WARNING: "WARNING", "WARNING": "WARNING"}
_NEVER = datetime.min.replace(tzinfo=UTC)


def with_stamps(text: str, level: int | str, now: datetime) -> list[str]:
    """The lines of a logged text, each with its time in UTC and its level."""
    stamp = f"{_format_time(now)} {_USUAL_LEVELS.get(level) or level_name(level)} "
    if "\n" not in text and len(text) <= MAX_LINE_CHARACTERS:
        return [stamp + text]
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    return [
        stamp + (line if len(line) <= MAX_LINE_CHARACTERS else line[:MAX_LINE_CHARACTERS] + CUT_MARK) for line in lines
    ]


_latest = (_NEVER, _NEVER, "")


def _format_time(now: datetime) -> str:
    """A time as ISO 8601 with milliseconds, cached: it is a third of the cost of a line, and bursts share it."""
    global _latest
    start, end, formatted = _latest
    if not start <= now < end:
        start = now.astimezone(UTC).replace(microsecond=now.microsecond // 1000 * 1000)
        formatted = f"{start.isoformat('T', 'milliseconds')[:23]}Z"
        _latest = (start, start + timedelta(milliseconds=1), formatted)
    return formatted


def level_name(level: int | str) -> str:
    """The nearest of DEBUG, INFO, WARNING and ERROR at or below a level of `logging`, given by name or number."""
    if isinstance(level, str):
        level = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    if level >= logging.ERROR:
        return "ERROR"
    if level >= logging.WARNING:
        return "WARNING"
    return "INFO" if level >= logging.INFO else "DEBUG"


def rows(lines: list[str]) -> Iterator[list[str]]:
    """The lines in the chunks that rows of the log table hold."""
    start, size = 0, 0
    for index, line in enumerate(lines):
        if index > start and (index - start >= MAX_ROW_LINES or size + len(line) > MAX_ROW_CHARACTERS):
            yield lines[start:index]
            start, size = index, 0
        size += len(line) + 1
    if start < len(lines):
        yield lines[start:]


@dataclass(slots=True)
class Batch:
    """Lines taken from the buffer, and how many before them were dropped."""

    lines: list[str]
    dropped: int = 0


class LogBuffer:
    """Lines that wait to be stored. Any thread may add; one thread takes.

    `lock` guards the job's progress as well. A forked child gets a new one, since no thread there would release the
    old one. It is reentrant, since a signal handler that logs may interrupt its holder.
    """

    def __init__(self, max_lines: int = MAX_BUFFER_LINES, max_characters: int = MAX_BUFFER_CHARACTERS) -> None:
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


_BUFFERS: WeakSet[LogBuffer] = WeakSet()


def _renew_locks() -> None:
    for buffer in _BUFFERS:
        buffer.lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_locks)
