"""Text that others wrote, made fit for a screen, a database or an address."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HIDDEN = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def visible(stored: object, limit: int) -> str:
    """Stored text with nothing in it that hides or reorders: control characters get their pictures,
    invisible and direction-changing ones their code; cut after `limit` characters with an ellipsis."""
    text = decoded(stored)
    cut = text[:limit]
    cut = _CONTROLS.sub(_picture, cut)
    cut = _HIDDEN.sub(_code_point, cut)
    return cut + "…" if len(text) > limit else cut


def first_line(stored: object, limit: int) -> str:
    """The first line of a text that has any, on one line."""
    lines = visible(stored, limit * 4).strip().splitlines()
    return visible(lines[0], limit) if lines else ""


def storable(text: str) -> str:
    """The text as both databases take it: NUL gets its picture, a lone surrogate its code."""
    return _UNSTORABLE.sub(lambda match: "␀" if match[0] == "\0" else _code_point(match), text)


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


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else _code_point(match)


def _code_point(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"
