"""What came of a job, in a sentence. Pure: the stored summary in, text out, whatever is stored."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from jobs_app.jobs.text import visible

PROBLEMS = (
    "unreadable",
    "unreadable_folders",
    "vanished",
    "changed",
    "broken_links",
    "link_loops",
    "undecodable_names",
)
UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
FEW = 6
"""Facts that a summary of an unknown type may have to be told in a sentence."""
SENTENCE_LIMIT = 300
_LAID_OUT = json.JSONEncoder(indent=2, ensure_ascii=False)


def sentence(job_type: str, stored: str) -> str:
    """The summary in a sentence; empty where there is none to make of it."""
    try:
        facts: Any = json.loads(stored)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(facts, dict):
        return ""
    facts = cast("dict[str, Any]", facts)
    tell = TELLERS.get(job_type, _anything)
    try:
        return visible(tell(facts), SENTENCE_LIMIT)
    except (TypeError, ValueError, AttributeError, OverflowError):
        return visible(_anything(facts), SENTENCE_LIMIT)


def pretty(stored: str, limit: int) -> str:
    """JSON laid out to be read, anything else as it is; cut after `limit` characters."""
    text = ""
    try:
        for part in _LAID_OUT.iterencode(json.loads(stored)):
            text += part[: limit + 1]
            if len(text) > limit:
                break
    except (ValueError, RecursionError):
        text = stored
    return visible(text, limit)


def _scan(facts: Mapping[str, Any]) -> str:
    copies: Mapping[str, Any] = facts.get("duplicates") or {}
    problems = sum(int(facts.get(name) or 0) for name in PROBLEMS)
    parts = [_counted(int(facts["files"]) if "files" in facts else None, "file"), size(int(facts.get("bytes") or 0))]
    if copies.get("files"):
        parts.append(f"{_counted(int(copies['files']), 'duplicate')} ({size(int(copies.get('bytes') or 0))})")
    parts.append(_counted(problems, "problem") if problems else "no problems")
    return ", ".join(part for part in parts if part)


def _anything(facts: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in facts.items() if isinstance(value, str | int | float | bool)}
    return ", ".join(f"{key}: {value}" for key, value in plain.items()) if 0 < len(plain) <= FEW else ""


def _counted(number: int | None, noun: str) -> str:
    return "" if number is None else f"{number:,} {noun}{'' if number == 1 else 's'}".replace(",", "\u202f")


def size(number: float) -> str:
    """So many bytes in a unit one can grasp, in powers of 1000."""
    unit = 0
    while number >= 999.5 and unit < len(UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} {UNITS[unit]}" if not unit or number >= 99.95 else f"{number:.1f} {UNITS[unit]}"


TELLERS: dict[str, Callable[[Mapping[str, Any]], str]] = {"scan": _scan}
"""Who tells the summary of which job type."""
