"""The search language: what is read as terms, and that anything else is text."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs_app.jobs.filters import MAX_TEXT
from jobs_app.jobs.search_query import (
    FIELDS,
    MAX_TERMS,
    UNIT_SECONDS,
    DurationTerm,
    Field,
    Term,
    TextTerm,
    parse_search,
)

EXAMPLES: dict[str, list[Term]] = {
    "report csv": [TextTerm("report"), TextTerm("csv")],
    '"two words" third': [TextTerm("two words"), TextTerm("third")],
    "type:scan": [TextTerm("scan", "type")],
    "Type:scan ERROR:Boom": [TextTerm("scan", "type"), TextTerm("Boom", "error")],
    'type:"two words"': [TextTerm("two words", "type")],
    "target:C:\\data id:7 worker:w-1 error:x": [
        TextTerm("C:\\data", "target"),
        TextTerm("7", "id"),
        TextTerm("w-1", "worker"),
        TextTerm("x", "error"),
    ],
    "duration:>10m": [DurationTerm(">", 600)],
    "duration:<5s": [DurationTerm("<", 5)],
    "duration:>=1.5h duration:<=2d": [DurationTerm(">=", 5400), DurationTerm("<=", 172_800)],
    "DURATION:<250MS": [DurationTerm("<", 0.25)],
    "duration:>1h30m": [DurationTerm(">", 5400)],
    "a a type:a": [TextTerm("a"), TextTerm("a", "type")],
}
TEXTS = (
    "type:", "duration:", "duration:10m", "duration:>10", "duration:>m", "duration:>10 m", "duration:>10y", "a:b", "::",
    "ValueError:", "http://x/y", '"', '"open', 'open"', '""', 'type:""', 'a"b"c', 'name:"two words"', '"a"b',
    "type:\"a", "duration:>²m", 'duration:">10m"', "duration:>1234567890d", "*", "\\", "%", "-x", "(a OR b)",
)  # fmt: skip


@pytest.mark.parametrize("query", EXAMPLES)
def test_search_of_the_language_is_read(query: str) -> None:
    assert list(parse_search(query)) == EXAMPLES[query]
    assert list(parse_search(f"\t {query.replace(' third', '  third')} ")) == EXAMPLES[query]


@pytest.mark.parametrize("query", TEXTS)
def test_search_that_is_not_of_the_language_is_text(query: str) -> None:
    terms = parse_search(query)
    whole = query.startswith("name:")
    assert list(terms) == [TextTerm(word) for word in ([query] if whole else query.split())]


def test_empty_search_has_no_terms() -> None:
    assert parse_search("") == parse_search(" \t\n\u3000") == ()


def test_phrase_keeps_its_spaces() -> None:
    assert parse_search('" a  b "') == (TextTerm(" a  b "),)


def test_search_of_too_many_terms_is_one_text() -> None:
    words = [f"w{number}" for number in range(MAX_TERMS + 1)]
    assert len(parse_search(" ".join(words[1:]))) == MAX_TERMS
    assert parse_search(" ".join(words)) == (TextTerm(" ".join(words)),)


words = some.text(some.characters(exclude_categories=["Z", "C"], exclude_characters='":'), min_size=1, max_size=8)
phrases = some.text(some.characters(exclude_characters='"', exclude_categories=["Cs"]), min_size=1, max_size=8)
fields = some.none() | some.sampled_from(sorted(FIELDS.values()))


@some.composite
def written_terms(draw: some.DrawFn) -> tuple[str, Term]:
    """A term, and how a person writes it."""
    if draw(some.integers(0, 4)) == 0:
        comparison, unit = (
            draw(some.sampled_from(("<", "<=", ">", ">="))),
            draw(some.sampled_from(sorted(UNIT_SECONDS))),
        )
        number = draw(some.integers(0, 99_999))
        return f"duration:{comparison}{number}{unit}", DurationTerm(comparison, number * UNIT_SECONDS[unit])
    field: Field | None = draw(fields)
    text = draw(words)
    quoted = draw(some.booleans())
    if quoted:
        text = draw(phrases)
    prefix = f"{field}:" if field else ""
    return f'{prefix}"{text}"' if quoted else prefix + text, TextTerm(text, field)


@given(some.lists(written_terms(), max_size=5), some.sampled_from([" ", "  ", "\t"]))
def test_written_terms_are_read_back(written: list[tuple[str, Term]], space: str) -> None:
    query = space.join(text for text, _ in written)
    if len(query) <= MAX_TEXT:
        assert parse_search(query) == tuple(dict.fromkeys(term for _, term in written))


@given(
    some.text(max_size=2 * MAX_TEXT) | some.text(some.sampled_from('ab": <>10msduration:type'), max_size=2 * MAX_TEXT)
)
def test_any_text_has_few_terms_that_it_contains(query: str) -> None:
    terms = parse_search(query)
    assert bool(terms) == bool(query[:MAX_TEXT].strip())
    assert len(terms) <= MAX_TERMS
    for term in terms:
        assert isinstance(term, DurationTerm) or (term.text and term.text in query[:MAX_TEXT])
        assert isinstance(term, TextTerm) or term.seconds >= 0
