"""Messages without the parts that change from job to job: numbers, quoted parts, ids, paths, URLs, times."""

import re

CHANGING = "…"
"""Replaces what changes."""
KEPT_CHARACTERS = 300
"""Characters of the result."""

_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?[AP]M)?(?: ?(?:Z\b|UTC\b|GMT\b|[+-]\d\d:?\d\d\b))?"
_PARTS = (
    r"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s\"'<>]+",  # URLs
    r"\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»|‘[^’\n]*’|`[^`\n]*[`']|(?<!\w)'[^'\n]*'(?!\w)",  # quoted parts
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})*",  # mail addresses
    rf"\b(?:{_DAY},? )?(?:\d{{1,2}}[ -]{_MONTH}[ -]\d{{2,4}}|{_MONTH} {{1,2}}\d{{1,2}}\b(?:,? \d{{4}}\b)?)"
    rf"(?:[ ,T]{{1,2}}{_CLOCK})?(?: \d{{4}}\b)?",  # times with the names of months
    rf"\b\d{{4}}[-/]\d\d[-/]\d\d(?:[T ]{_CLOCK})?",  # ISO 8601
    r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:{1,2}){2,7}[0-9A-Fa-f]{0,4}(?![\w:])",  # IPv6 and hardware addresses
    r"(?<!\w)[A-Za-z]:[\\/][^\s\"'<>|,;]*|(?<![\w\\])\\\\[^\s\"'<>|,;]+",  # paths on Windows
    r"(?<![\w/…])(?:~|\.{1,2})?/[^\s\"'<>|,;:()\[\]{}]+",  # absolute paths
    r"(?<![\w./-])[\w.@+-]{1,255}/[\w.@+-]{1,255}(?:/[\w.@+-]{1,255})+",  # relative ones of three parts
    r"(?<![\w./-])[\w.@+-]{1,255}/[\w@+-]{1,255}\.\w{1,10}\b",  # and of two, if the last has an extension
    r"\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b",  # UUIDs
    r"(?<![\w.])[-+]?\w*\d\w*(?:[.,:]\w*\d\w*)*",  # numbers, and ids that have a digit
    r"\b[A-Fa-f]{8,}\b",  # digests that have none
)
_CHANGING = re.compile("|".join(f"(?:{part})" for part in _PARTS))
_REPEATED = re.compile(rf"{CHANGING}(?:[-.,:/+_%]{{0,2}}{CHANGING}|\w+(?=-?{CHANGING}))+")
_BLANKS = re.compile(r"\s+")


def without_changing_parts(message: str) -> str:
    """One line of a message in which `…` stands for each part that changes from job to job."""
    return _BLANKS.sub(" ", _REPEATED.sub(CHANGING, _CHANGING.sub(CHANGING, message))).strip()[:KEPT_CHARACTERS]
