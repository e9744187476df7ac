"""Which jobs match the search of a view: the terms of jobs/search_query.py in SQL.

SQLite loads a whole value wherever a statement names it: a long one is named as rarely as possible.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, LargeBinary, Text, cast, func, literal, or_

from jobs_app.database.models import JOBS
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.ids import MAX_ENCODED_BYTES
from jobs_app.jobs.search_query import DurationTerm, Field, TextTerm, parse_search
from jobs_app.jobs.search_text import search_text
from jobs_app.jobs.snapshots import TARGET_LIMIT
from jobs_app.jobs.text import encodable
from jobs_app.queries.capped import UTF8_BYTES
from jobs_app.queries.job_list.duration import duration_condition

SEARCHED: dict[Field, tuple[ColumnElement[str], int]] = {
    "target": (JOBS.c.target, TARGET_LIMIT),
    "id": (JOBS.c.id, MAX_ENCODED_BYTES),
    "type": (JOBS.c.job_type, 100),
    "worker": (JOBS.c.worker, 200),
    "error": (JOBS.c.error_message, TARGET_LIMIT),
}
"""The fields that are searched, and how many of their characters: no more than pages show. A longer id is shown as
the number of its row, and not searched."""


def searches_duration(view: JobFilter) -> bool:
    """Whether a view's search has a condition for which there is an index."""
    return any(isinstance(term, DurationTerm) for term in parse_search(view.search))


def search_condition(view: JobFilter, on_sqlite: bool, without_index: bool = False) -> Iterator[ColumnElement[bool]]:
    """The conditions of a view's search, if it has one. Long texts come first: fewer jobs contain them."""
    terms = parse_search(encodable(view.search))
    for term in sorted(terms, key=lambda term: len(term.text) if isinstance(term, TextTerm) else 0, reverse=True):
        is_duration = isinstance(term, DurationTerm)
        yield duration_condition(term, without_index) if is_duration else _text_condition(term, on_sqlite)


def _text_condition(term: TextTerm, on_sqlite: bool) -> ColumnElement[bool]:
    contains = _sqlite_contains if on_sqlite else _postgresql_contains
    fields: tuple[Field, ...] = (term.field,) if term.field else tuple(SEARCHED)
    return or_(*(contains(*SEARCHED[field], term.text) for field in fields))


def _postgresql_contains(column: ColumnElement[str], characters: int, text: str) -> ColumnElement[bool]:
    start = func.substr(column, 1, characters)
    return or_(*(start.icontains(form, autoescape=True) for form in search_text(text).forms))


def _sqlite_contains(column: ColumnElement[str], characters: int, text: str) -> ColumnElement[bool]:
    """SQLite skips the right-hand side of AND and OR in a condition, but not in an expression such as a CASE."""
    data = cast(column, LargeBinary)
    short = (func.length(data) <= characters) & _short_contains(column, text)
    if column is JOBS.c.id:
        return short
    start = func.substr(data, 1, UTF8_BYTES * characters)
    return or_(short, (func.length(data) > characters) & func.contains_text(start, text, characters))


def _short_contains(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether a column that is not longer than what is searched of it contains a text."""
    data, stored = cast(column, LargeBinary), cast(column, Text)  # Some builds of SQLite find nothing in bytes.
    after_nul = func.instr(stored, func.char(0)) & func.contains_text(data, text, TARGET_LIMIT)
    return or_(*(_contains_before_nul(stored, form) for form in search_text(text).forms), after_nul)


def _contains_before_nul(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """SQLite's LIKE is fast but case-insensitive for ASCII only; its GLOB takes a set for each character.

    Both stop at the first NUL.
    """
    if text.isascii():
        return column.contains(text, autoescape=True)
    return column.op("GLOB", is_comparison=True)(literal(f"*{''.join(map(_either_case, text))}*"))


def _either_case(character: str) -> str:
    cases = {case for case in (character, character.lower(), character.upper()) if len(case) == 1}
    return f"[{''.join(sorted(cases))}]" if len(cases) > 1 or character in "*?[" else character
