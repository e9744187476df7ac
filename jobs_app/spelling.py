"""How a stored id, or another stored text, stands in addresses: as it is where that works.

Others may store what no address can carry: bytes that are no text, NUL, nothing at all, a hundred thousand
characters. Such a value gets a spelling that leads back to it and to nothing else: `~hex:` and its bytes,
or on SQLite `~row:` and the number of the row that holds it.
"""

from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Text, cast, literal, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

HEX, ROW = "~hex:", "~row:"
MOST_BYTES = 800
"""Bytes of a text that is spelled out: 200 characters, as many as PostgreSQL allows an id."""
LEADS_ELSEWHERE = ("", ".", "..")
"""Ids that browsers drop from an address."""


class exact(FunctionElement[Any]):
    """A column of the jobs in the shape that `spelled` takes."""

    inherit_cache = True


@compiles(exact, "sqlite")
def _exact_bytes(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    short_text = f"typeof({column}) = 'text' AND length(CAST({column} AS BLOB)) <= {MOST_BYTES}"
    return f"(CASE WHEN {short_text} THEN CAST({column} AS BLOB) ELSE jobs.rowid END)"


@compiles(exact)
def _exact_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


def spelled(stored: str | bytes | int) -> str:
    """The spelling of a stored value; a number is that of the row that holds it."""
    if isinstance(stored, int):
        return f"{ROW}{stored}"
    raw = stored.encode("utf-8", "surrogatepass") if isinstance(stored, str) else stored
    text = raw.decode("utf-8", "replace")
    plain = text.encode() == raw and "\0" not in text and not text.startswith((HEX, ROW))
    return text if plain and text not in LEADS_ELSEWHERE else HEX + raw.hex()


def is_plain(spelling: str) -> bool:
    """Whether a spelling is the stored text itself, and there is any."""
    return bool(spelling) and not spelling.startswith((HEX, ROW))


def meant(spelling: str, column: ColumnElement[Any], on_sqlite: bool) -> ColumnElement[Any]:
    """The value of a column of the jobs that a spelling means; what never was one means itself."""
    number = spelling.removeprefix(ROW)
    if on_sqlite and spelling.startswith(ROW) and number.isdecimal() and len(number) < 19:
        holder = select(column).where(literal_column("jobs.rowid") == int(number))
        return holder.correlate(None).scalar_subquery()
    raw = _raw(spelling)
    if on_sqlite:
        return cast(literal(raw, LargeBinary), Text)
    return literal(raw.decode("utf-8", "replace").replace("\0", ""), Text)


def _raw(spelling: str) -> bytes:
    try:
        return bytes.fromhex(spelling.removeprefix(HEX)) if spelling.startswith(HEX) else spelling.encode()
    except ValueError:
        return spelling.encode("utf-8", "replace")
