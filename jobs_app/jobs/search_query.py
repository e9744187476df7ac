"""The search language of the list: words, "quoted phrases", `field:word`, `field:"a phrase"` and `duration:>10m`.

All terms must hold. What cannot be read as the language is looked for as text, so no search is an error.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jobs_app.jobs.filters import MAX_TEXT

Field = Literal["target", "id", "type", "worker", "error"]

FIELDS: dict[str, Field] = {"target": "target", "id": "id", "type": "type", "worker": "worker", "error": "error"}
MAX_TERMS = 10
"""A search of more terms, such as a pasted line, is looked for as one text."""

UNIT_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
_TERM = re.compile(r'(?:(?P<name>[^\s":]+):)?"(?P<phrase>[^"]+)"(?!\S)|(?P<word>\S+)')
_PART = r"\d{1,9}(?:\.\d{1,3})?(?:ms|[smhd])"
_DURATION = re.compile(rf"(?P<comparison>[<>]=?)(?P<length>(?:{_PART}){{1,5}})", re.ASCII | re.IGNORECASE)
_NUMBER_AND_UNIT = re.compile(r"([\d.]+)(ms|[smhd])", re.ASCII)


@dataclass(frozen=True, slots=True)
class TextTerm:
    """A text that a field of the job contains, or any of the fields."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class DurationTerm:
    """How long the job ran, or has been running, compared with a number of seconds."""

    comparison: str
    """`<`, `<=`, `>` or `>=`."""
    seconds: float


Term = TextTerm | DurationTerm


@lru_cache(maxsize=256)
def parse_search(query: str) -> tuple[Term, ...]:
    """The different terms of a search, `MAX_TERMS` at most; none if it is empty."""
    query = query[:MAX_TEXT].strip()
    terms = tuple(dict.fromkeys(map(_term, _TERM.finditer(query))))
    return terms if len(terms) <= MAX_TERMS else (TextTerm(query),)


def _term(found: re.Match[str]) -> Term:
    if phrase := found["phrase"]:
        field = FIELDS.get((found["name"] or "").lower())
        return TextTerm(phrase, field) if field or not found["name"] else TextTerm(found[0])
    name, _, value = found["word"].partition(":")
    if name.lower() == "duration" and (duration := _duration(value)):
        return duration
    field = FIELDS.get(name.lower())
    return TextTerm(value, field) if field and value and value[0] != '"' else TextTerm(found["word"])


def _duration(value: str) -> DurationTerm | None:
    found = _DURATION.fullmatch(value)
    if not found:
        return None
    parts = _NUMBER_AND_UNIT.findall(found["length"].lower())
    return DurationTerm(found["comparison"], sum(float(number) * UNIT_SECONDS[unit] for number, unit in parts))
