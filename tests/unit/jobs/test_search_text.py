"""How a text is found in another."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs_app.jobs.search_text import SearchText


@pytest.mark.parametrize(
    ("text", "found_in"),
    [("ERROR", "an error"), ("error", "AN ERROR"), ("Ü", "über"), ("straße", "/Straße 1"), ("", ""), ("日", "日本")],
)
def test_text_is_found_in_either_case(text: str, found_in: str) -> None:
    assert SearchText(text).is_in(found_in)
    assert not SearchText(f"{text}?").is_in(found_in)


@given(some.text("aéÖñ한ế", min_size=1), some.sampled_from(["NFC", "NFD"]), some.sampled_from(["NFC", "NFD"]))
def test_text_is_found_composed_or_decomposed(text: str, stored: str, searched: str) -> None:
    form = SearchText(normalize("NFC" if searched == "NFC" else "NFD", text.upper()))
    assert form.is_in("x" + normalize("NFC" if stored == "NFC" else "NFD", text))


@given(some.text(), some.text(), some.text())
def test_text_is_found_where_it_is_contained(before: str, text: str, after: str) -> None:
    whole = before + text + after
    if whole.lower() == before.lower() + text.lower() + after.lower():  # The last letter decides what Σ becomes.
        assert SearchText(text).is_in(whole)
