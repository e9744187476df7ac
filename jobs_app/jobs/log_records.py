"""The records of a log: a line that starts with a time and a level, and the lines without that follow it.

log_prefix.js parses lines in the same way.
"""

import re
from collections.abc import Iterable
from itertools import chain

from jobs_app.jobs.terminal_text import last_state, styled_text, without_styles

LEVEL_WORDS = {
    "debug": ("TRACE", "DEBUG"),
    "info": ("INFO", "NOTICE"),
    "warning": ("WARN", "WARNING"),
    "error": ("ERROR", "CRITICAL", "FATAL"),
}
"""What loggers write for each level, in ascending order."""
STAMP = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)? ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?) "
"""The start of a record: a time with its offset."""


def words_from(level: str) -> tuple[str, ...]:
    """The words of a level and of those above it; none if it is no level."""
    levels = list(LEVEL_WORDS)
    return tuple(chain(*(LEVEL_WORDS[name] for name in levels[levels.index(level) :]))) if level in levels else ()


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


LEVEL_PATTERNS = {level: re.compile(f"{STAMP}{_any_of(words_from(level))} ", re.ASCII) for level in LEVEL_WORDS}
"""The start of a record of this level or above."""
RECORD = re.compile(f"^{STAMP}{_any_of(words_from('debug'))} ", re.ASCII | re.MULTILINE)
"""The start of a record of any level."""
_QUIET, _LOUD = _any_of(LEVEL_WORDS["debug"] + LEVEL_WORDS["info"]), _any_of(words_from("warning"))
HIDDEN_START = re.compile(f"{STAMP}(?:{_QUIET} |(?={_LOUD} ))", re.ASCII)
"""The part of a line that is not shown on screen."""


def plain_lines(stored: str) -> str:
    """Lines of a log as a terminal shows them, each with the time and the level that precede what is shown."""
    if "\r" not in stored and "\x1b" not in stored:
        return stored
    text = without_styles(styled_text(stored)).replace("\r\n", "\n")
    return "\n".join(map(_last_state, text.split("\n"))) if "\r" in text else text


def _last_state(line: str) -> str:
    if "\r" not in line:
        return line
    start = RECORD.match(line)
    if not start:
        return last_state(line)
    return start[0] + last_state(line[start.end() :])
