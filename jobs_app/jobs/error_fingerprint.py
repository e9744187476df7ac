"""Fingerprints of errors: jobs that failed for the same reason have the same one.

A fingerprint is a hash of the exception's type, of its message without the parts that change from job to job, and of
the deepest frame of the program's own code. It is made of stored text, in the form of any common language.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from jobs_app.jobs.error_frames import own_frame
from jobs_app.jobs.error_message import without_changing_parts
from jobs_app.jobs.terminal_text import styled_text, without_styles
from jobs_app.jobs.text import decoded

VERSION = 1
"""To be raised with every change of the rules: stored fingerprints of earlier versions are then made anew."""
DIGITS = 16
MESSAGE_CHARACTERS = 2_000
"""Characters of a message that count."""
TRACEBACK_CHARACTERS = 16_000
"""Characters of a traceback that count, at its start and at its end."""

_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2400]")
"""Control characters but tab and newline, and the picture that the recorder stores in place of NUL."""
_TYPE = re.compile(r"(?:[A-Za-z_$][\w$]*(?:\.|::|\\|/))*([A-Z][\w$]*)(?::(?=\s)|:?$)", re.MULTILINE)
_END_OF_TRACEBACK = re.compile(
    r"^(?: {0,40}\| )?(?:Uncaught |Unhandled exception\. |Exception in thread \"[^\"\n]{0,200}\" )?"
    rf"({_TYPE.pattern}[^\n]*)",
    re.MULTILINE,
)
"""The line of a traceback that names the exception: in Python after the last frame, elsewhere at the start."""
_PYTHON_TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """What jobs that failed for the same reason share. Each part may be empty."""

    type: str
    """The exception's class without its module."""
    text: str
    """The first line of the message, with `…` for what changes."""
    frame: str = ""

    @property
    def fingerprint(self) -> str:
        """`v`, the version, `-` and hexadecimal digits."""
        parts = "\0".join((self.type, self.text, self.frame))
        return f"v{VERSION}-{sha256(parts.encode(errors='replace')).hexdigest()[:DIGITS]}"


def error_fingerprint(message: object, traceback: object = None) -> str:
    """The fingerprint of an error as it is stored; that of an empty error if there is no text."""
    text = decoded(traceback)
    return fingerprint_of_parts(message, text[:TRACEBACK_CHARACTERS], text[-TRACEBACK_CHARACTERS:])


def fingerprint_of_parts(message: object, start: object, end: object) -> str:
    """The same, of the first and the last `TRACEBACK_CHARACTERS` of the traceback; equal ones if it is shorter."""
    return _kind(message, start, end).fingerprint


def error_kind(message: object) -> ErrorKind:
    """What a message alone tells, for display."""
    return _kind(message, "", "")


def _kind(message: object, start: object, end: object) -> ErrorKind:
    text, first, last = (_cleaned(part) for part in (decoded(message)[:MESSAGE_CHARACTERS], start, end))
    if text.startswith(_PYTHON_TRACEBACK):
        text, first, last = "", first or text, last or text
    named = _exception_line(first, last)
    line = _first_line(text) or named
    own_type = _TYPE.match(line)
    found = own_type or _TYPE.match(named)
    rest = line[own_type.end() :] if own_type else line
    return ErrorKind(found[1] if found else "", without_changing_parts(rest), own_frame(first, last))


def _cleaned(stored: object) -> str:
    """A text as a terminal shows it, without styles and control characters; line ends are newlines."""
    text = decoded(stored).replace("\r\n", "\n")
    return _DROPPED.sub("", without_styles(styled_text(text)))


def _first_line(text: str) -> str:
    return text.lstrip().partition("\n")[0].strip()


def _exception_line(first: str, last: str) -> str:
    """The line of a traceback that names the exception, else its first line."""
    last_frame = last.rfind('File "')
    found = _END_OF_TRACEBACK.search(first if last_frame < 0 else last[last_frame:])
    return found[1].strip() if found else _first_line(first)
