"""Characters that show nothing are kept where scripts and emoji need them, and escaped everywhere else."""

from unicodedata import normalize

import pytest

from jobs_app.jobs.text import first_line, plain, styled_line, visible

KEPT = {
    "Persian": "می\u200cخواهم",
    "Persian plural": "کتاب\u200cها.pdf",
    "Hindi": "क्\u200dष",
    "Hindi, no ligature": "क्\u200cष",
    "Sinhala": "ශ්\u200dරී",
    "Malayalam": "ന്\u200dറെ",
    "Mongolian": "ᠠ\u180bᠡ",
    "a family": "👨\u200d👩\u200d👧\u200d👦.jpg",
    "a heart on fire": "❤\ufe0f\u200d🔥",
    "a woman who runs": "🏃🏽\u200d♀\ufe0f",
    "a man who walks to the right": "🚶\u200d♂\ufe0f\u200d➡\ufe0f",
    "Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "decomposed": normalize("NFD", "Zoë/한글"),
}
ESCAPED = {
    "adm\u200cin": "adm<U+200C>in",
    "adm\u200din": "adm<U+200D>in",
    "می\u200c\u200cخ": "می<U+200C><U+200C>خ",
    "خ\u200c": "خ<U+200C>",
    "\u200dक": "<U+200D>क",
    "क\u200da": "क<U+200D>a",
    "👨\u200d": "👨<U+200D>",
    "👨\u200dx": "👨<U+200D>x",
    "1\u200d👩": "1<U+200D>👩",
    "pass\u00adword": "pass<U+00AD>word",
    "a\u3164b": "a<U+3164>b",
    "a\U000e0061\U000e0062b": "a<U+E0061><U+E0062>b",
    "🏴\U000e0067x": "🏴<U+E0067>x",
    "a\u202eb\u2066c": "a<U+202E>b<U+2066>c",
    "a\ufff9b\ufeff": "a<U+FFF9>b<U+FEFF>",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_joiners_that_belong_to_the_spelling_are_kept(text: str) -> None:
    assert visible(text, 100) == plain(text, 100) == styled_line(text, 100) == first_line(text, 100) == text


@pytest.mark.parametrize(("text", "shown"), ESCAPED.items(), ids=ascii)
def test_characters_that_hide_something_are_escaped(text: str, shown: str) -> None:
    assert visible(text, 100) == plain(text, 100) == styled_line(text, 100) == first_line(text, 100) == shown
