"""Text that others wrote, made fit for a terminal, a log or JSON: nothing in it moves a cursor or forges a line."""

import json
import re

from jobs_app.jobs.control_pictures import picture
from jobs_app.jobs.hidden_characters import escaped, with_escapes
from jobs_app.jobs.text import safe_str

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROLS_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile(r"\r\n|[\n\r]")
_NOT_ESCAPED_BY_JSON = re.compile(r"[\x7f-\x9f]")


def one_line(value: object) -> str:
    """A value as text on one line: control characters get pictures, those that hide or reorder text their codes."""
    return with_escapes(_CONTROLS.sub(picture, safe_str(value)))


def indented_lines(value: object, indent: int) -> str:
    """A value as lines of text; all but the first are indented, so that none looks like one of ours."""
    text = _LINE_ENDS.sub("\n", safe_str(value))
    return with_escapes(_CONTROLS_IN_LINES.sub(picture, text)).replace("\n", f"\n{' ' * indent}")


def json_text(value: object, indent: int | None = None) -> str:
    """JSON that is readable and safe to print: control characters and those that hide or reorder text are escaped."""
    text = json.dumps(value, indent=indent, ensure_ascii=False, separators=None if indent else (",", ":"))
    return escaped(_NOT_ESCAPED_BY_JSON.sub(lambda match: _json_escape(match[0]), text), _json_escape)


def _json_escape(character: str) -> str:
    return json.dumps(character)[1:-1]
