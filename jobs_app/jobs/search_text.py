"""How a text is found in another: case-insensitively, in its composed or decomposed form."""

from functools import lru_cache
from unicodedata import normalize


class SearchText:
    """A text to search for."""

    def __init__(self, text: str) -> None:
        self.forms = _forms(text)
        """The text, its composed and its decomposed form (UAX #15), for databases, which compare without case."""
        self._lowered = _forms(text.lower())

    def is_in(self, text: str) -> bool:
        """Whether a text contains it."""
        lowered = text.lower()
        return any(form in lowered for form in self._lowered)


def _forms(text: str) -> tuple[str, ...]:
    if text.isascii():
        return (text,)
    return tuple(dict.fromkeys((text, normalize("NFC", text), normalize("NFD", text))))


@lru_cache(maxsize=64)
def search_text(text: str) -> SearchText:
    """The same for equal texts: a database compares one with very many values."""
    return SearchText(text)
