"""The start and the end of a long text: a traceback ends with its cause.

SQLite's text functions stop at the first NUL; its bytes are cut to characters here.
"""

from typing import Any

from sqlalchemy import ColumnElement, Dialect, LargeBinary, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from jobs_app.jobs.snapshots import TEXT_LIMIT
from jobs_app.jobs.text import decoded
from jobs_app.queries.capped import UTF8_BYTES

HALF = TEXT_LIMIT // 2
HALF_BYTES = HALF * UTF8_BYTES


class _BothEnds(TypeDecorator[str]):
    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary() if dialect.name == "sqlite" else Text())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return _of_bytes(value) if isinstance(value, bytes) else value


def _of_bytes(value: bytes) -> str:
    """The text of what SQLite returns: its size, a line break, and all of it or the bytes of both ends."""
    size, _, data = value.partition(b"\n")
    start, end = decoded(data[:HALF_BYTES])[:HALF], decoded(data[-HALF_BYTES:])[-HALF:]
    if len(data) == int(size):
        text = decoded(data)
        return text if len(text) <= TEXT_LIMIT else f"{start}{_note(len(text) - 2 * HALF, 'characters')}{end}"
    return f"{start}{_note(int(size) - len(start.encode()) - len(end.encode()), 'bytes')}{end}"


def _note(left_out: int | str, unit: str) -> str:
    return f"\n\n… {left_out} {unit} left out …\n\n"


class _both_ends(FunctionElement[str]):
    inherit_cache = True
    type = _BothEnds()


@compiles(_both_ends, "sqlite")
def _ends_of_bytes(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    text = f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"
    ends = f"substr({text}, 1, {HALF_BYTES}) || substr({text}, -{HALF_BYTES})"
    part = f"CASE WHEN length({text}) > {2 * HALF_BYTES} THEN {ends} ELSE {text} END"
    return f"CAST(length({text}) || char(10) || {part} AS BLOB)"


@compiles(_both_ends)
def _cut_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    note = _note(f"' || (length({text}) - {2 * HALF}) || '", "characters")
    cut = f"left({text}, {HALF}) || '{note}' || right({text}, {HALF})"
    return f"(CASE WHEN length({text}) > {TEXT_LIMIT} THEN {cut} ELSE {text} END)"


def both_ends(column: ColumnElement[str]) -> ColumnElement[str]:
    """A text of at most TEXT_LIMIT characters; of a longer one the middle is replaced by a note of its length."""
    return _both_ends(column)
