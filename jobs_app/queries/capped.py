"""Columns read as text of limited length: other programs may have stored anything, of any size, in them.

SQLite's text functions stop at the first NUL, those of bytes do not (sqlite.org/nulinstr.html).
"""

from typing import Any

from sqlalchemy import ColumnElement, Dialect, LargeBinary, String, Text, cast, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from jobs_app.jobs.text import decoded

SHORT = 40
"""Characters of a number or a time that are read; others may have stored anything in its place."""
UTF8_BYTES = 4
"""The most bytes that a character takes."""


class StoredText(TypeDecorator[str]):
    """Text of at most so many characters, which SQLite returns as bytes."""

    impl = Text
    cache_ok = True

    def __init__(self, characters: int, from_end: bool = False) -> None:
        super().__init__()
        self.characters, self.from_end = characters, from_end

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary() if dialect.name == "sqlite" else Text())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        text = decoded(value)
        return text[-self.characters :] if self.from_end else text[: self.characters]


class _start(FunctionElement[str]):
    inherit_cache = True


@compiles(_start, "sqlite")
def _start_of_bytes(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    text, characters = (compiler.process(clause, **options) for clause in element.clauses)
    return f"substr(CAST({text} AS BLOB), 1, {UTF8_BYTES} * ({characters}))"


@compiles(_start)
def _start_of_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    text, characters = (compiler.process(clause, **options) for clause in element.clauses)
    return f"substr({text}, 1, {characters})"


def capped(column: ColumnElement[Any], characters: int, fewer: ColumnElement[int] | None = None) -> ColumnElement[Any]:
    """A column as text of at most so many characters; the stored value may have any type.

    `fewer` is an expression for how many of them are read of a row.
    """
    text = column if isinstance(column.type, String) else cast(column, Text)
    start = _start(text, literal_column(str(characters)) if fewer is None else fewer)
    start.type = StoredText(characters)
    return start


class _end(FunctionElement[str]):
    inherit_cache = True


@compiles(_end, "sqlite")
def _end_of_bytes(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    text, characters = (compiler.process(clause, **options) for clause in element.clauses)
    data = f"CAST({text} AS BLOB)"
    return f"CASE WHEN length({data}) > {characters} THEN substr({data}, -{UTF8_BYTES} * {characters}) END"


@compiles(_end)
def _end_of_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    text, characters = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CASE WHEN length({text}) > {characters} THEN right({text}, {characters}) END"


def end_of_long(column: ColumnElement[str], characters: int) -> ColumnElement[Any]:
    """The last so many characters of a text that is longer; null for any that surely is not."""
    end = _end(column, literal_column(str(characters)))
    end.type = StoredText(characters, from_end=True)
    return end
