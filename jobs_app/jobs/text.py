"""Text that others wrote, made fit for a screen."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HIDDEN = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def visible(stored: object, limit: int) -> str:
    """Stored text with nothing in it that hides or reorders: control characters get their pictures,
    invisible and direction-changing ones their code; cut after `limit` characters with an ellipsis."""
    if isinstance(stored, bytes):
        stored = stored.decode(errors="replace")
    text = "" if stored is None else str(stored)
    cut = text[:limit]
    cut = _CONTROLS.sub(_picture, cut)
    cut = _HIDDEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", cut)
    return cut + "…" if len(text) > limit else cut


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def first_line(stored: object, limit: int) -> str:
    """The first line of a text that has any, on one line."""
    lines = visible(stored, limit * 4).strip().splitlines()
    return visible(lines[0], limit) if lines else ""
