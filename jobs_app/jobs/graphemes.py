"""Where a text may be cut: between grapheme clusters, the characters as readers see them (unicode.org/reports/tr29).

An approximation from the Unicode data that Python has: Hangul is cut between its letters if it is decomposed.
"""

import unicodedata

JOINER = "\u200d"
REGIONAL_INDICATORS = range(0x1F1E6, 0x1F200)
EXTENDERS = (range(0x1F3FB, 0x1F400), range(0xE0020, 0xE0080), range(0x200C, 0x200E))
"""Skin tones, tags of flags, and joiners: they follow a character and belong to it."""


def continues_grapheme(text: str, index: int) -> bool:
    """Whether the character at an index belongs to the one before it; 0 < index < len(text)."""
    character = text[index]
    if character.isascii():
        return False
    if text[index - 1] == JOINER or unicodedata.category(character).startswith("M"):
        return True
    if ord(character) in REGIONAL_INDICATORS:
        return _indicators_before(text, index) % 2 == 1
    return any(ord(character) in extenders for extenders in EXTENDERS)


def _indicators_before(text: str, index: int) -> int:
    start = index
    while start and ord(text[start - 1]) in REGIONAL_INDICATORS:
        start -= 1
    return index - start
