"""A job's summary for users: a sentence where possible, and indented JSON; the stored value may be anything."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from jobs_app.jobs.text import plain, visible

PROBLEM_COUNTS = (
    "unreadable",
    "unreadable_folders",
    "too_deep",
    "vanished",
    "changed",
    "partly_read",
    "broken_links",
    "link_loops",
    "undecodable_names",
)
SIZE_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
MAX_VALUES = 6
"""Values that a summary of another type may have to be made a sentence."""
MAX_SENTENCE = 300
_INDENTING = json.JSONEncoder(indent=2, ensure_ascii=False)


def sentence(job_type: str, stored: str) -> str:
    """The summary as a sentence; empty where it makes none."""
    try:
        values: Any = json.loads(stored)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(values, dict):
        return ""
    values = cast("dict[str, Any]", values)
    describe = SENTENCES.get(job_type, _listed)
    try:
        return plain(describe(values), MAX_SENTENCE)
    except (TypeError, ValueError, AttributeError, OverflowError):
        return plain(_listed(values), MAX_SENTENCE)


def pretty(stored: str, limit: int) -> str:
    """JSON indented, anything else as it is; cut after `limit` characters."""
    text = ""
    try:
        for part in _INDENTING.iterencode(json.loads(stored)):
            text += part[: limit + 1]
            if len(text) > limit:
                break
    except (ValueError, RecursionError):
        text = stored
    return visible(text, limit)


def _scan(values: Mapping[str, Any]) -> str:
    duplicates: Mapping[str, Any] = values.get("duplicates") or {}
    problems = sum(int(values.get(name) or 0) for name in PROBLEM_COUNTS)
    parts = [
        _counted(int(values["files"]) if "files" in values else None, "file"),
        size(int(values.get("bytes") or 0)),
    ]
    if duplicates.get("files"):
        parts.append(f"{_counted(int(duplicates['files']), 'duplicate')} ({size(int(duplicates.get('bytes') or 0))})")
    parts.append(_counted(problems, "problem") if problems else "no problems")
    return ", ".join(part for part in parts if part)


def _listed(values: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in values.items() if isinstance(value, str | int | float | bool)}
    return ", ".join(f"{key}: {value}" for key, value in plain.items()) if 0 < len(plain) <= MAX_VALUES else ""


def _counted(number: int | None, noun: str) -> str:
    return "" if number is None else f"{number:,} {noun}{'' if number == 1 else 's'}".replace(",", "\u202f")


def size(number: float) -> str:
    """A number of bytes in the unit that leaves at most three digits before the point, in powers of 1000."""
    unit = 0
    while number >= 999.5 and unit < len(SIZE_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} {SIZE_UNITS[unit]}" if not unit or number >= 99.95 else f"{number:.1f} {SIZE_UNITS[unit]}"


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {"scan": _scan}
"""How a job type's summary becomes a sentence."""
