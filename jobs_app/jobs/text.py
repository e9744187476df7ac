"""Text that others wrote, made fit for a screen, a database or an address."""

import re

from jobs_app.jobs.control_pictures import picture
from jobs_app.jobs.hidden_characters import code_point, with_escapes
from jobs_app.jobs.terminal_text import (
    last_state,
    last_state_index,
    styled_text,
    without_incomplete_end,
    without_styles,
)

MIN_LINE_START = 100
"""Characters kept of the start of a long line that was overwritten: its time and its level."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROLS_OF_NO_STYLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def visible(stored: object, limit: int) -> str:
    """A stored name with nothing in it that hides or reorders: control characters get their pictures,
    invisible and direction-changing ones their code; cut after `limit` characters with an ellipsis.

    A control sequence in a name is part of it: names that differ look different. For output: `styled` and `plain`.
    """
    text = decoded(stored)
    cut = with_escapes(_CONTROLS.sub(picture, text[:limit]))
    return cut + "…" if len(text) > limit else cut


def styled(stored: object, limit: int) -> str:
    """Stored output of a program, as a terminal shows it, with styles for the browser; otherwise like `visible`."""
    text = decoded(stored)
    cut = text if len(text) <= limit else without_incomplete_end(text[:limit]) + "…"
    shown = _styled(cut)
    return "\n".join(map(last_state, shown.split("\n"))) if "\r" in shown else shown


def plain(stored: object, limit: int) -> str:
    """Stored output of a program, as a terminal shows it, without styles."""
    return without_styles(styled(stored, limit))


def styled_line(stored: object, limit: int) -> str:
    """A line of a log with its styles and carriage returns; of a long one the start and the last state."""
    text = decoded(stored)
    if len(text) <= limit:
        return _styled(text)
    states = _styled(text[-limit:]).split("\r")
    last = last_state_index(states)
    if not last:
        return _styled(without_incomplete_end(text[:limit])) + "…"
    kept = max(limit - len(states[last]), MIN_LINE_START)
    return f"{_styled(without_incomplete_end(text[:kept]))}…\r{states[last]}"


def shortened_line(start: str, end: str) -> str:
    """A long line, given its start and its end: the start alone, unless a carriage return at the end replaces it."""
    return f"{start}\r{end}" if "\r" in end.rstrip("\r") else start


def first_line(stored: object, limit: int) -> str:
    """The first line of a program's output that has any, on one line, as a terminal shows it, without styles."""
    lines = plain(stored, limit * 4).strip().splitlines()
    return visible(lines[0], limit) if lines else ""


def storable(text: str) -> str:
    """The text as both databases take it: NUL gets its picture, a lone surrogate its code."""
    return _UNSTORABLE.sub(lambda match: "␀" if match[0] == "\0" else code_point(match[0]), text)


def encodable(text: str) -> str:
    """The text without what neither addresses nor databases take: NUL is left out, a lone surrogate replaced."""
    return text.encode(errors="replace").decode().replace("\0", "")


def decoded(stored: object) -> str:
    """A stored value as text, also bytes that are no UTF-8; None is empty."""
    if isinstance(stored, bytes):
        return stored.decode(errors="replace")
    return "" if stored is None else str(stored)


def safe_str(value: object) -> str:
    """`str` of anything, even of objects whose `__str__` raises."""
    try:
        return str.__str__(str(value))  # A subclass of str may redefine everything else.
    except Exception as error:
        return f"<{class_name(value)} whose text raises {class_name(error)}>"


def class_name(value: object) -> str:
    """The name of an object's class, even of classes whose metaclass redefines it."""
    return str(type.__dict__["__name__"].__get__(type(value)))


def _styled(text: str) -> str:
    return with_escapes(_CONTROLS_OF_NO_STYLE.sub(picture, styled_text(text)))
