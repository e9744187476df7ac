"""Columns read as text of limited length: other programs may have stored anything, of any size, in them."""

from typing import Any

from sqlalchemy import ColumnElement, String, Text, cast, func

SHORT = 40
"""Characters of a number or a time that are read; others may have stored anything in its place."""


def capped(column: ColumnElement[Any], characters: int) -> ColumnElement[Any]:
    """A column as text of at most so many characters; the stored value may have any type."""
    text = column if isinstance(column.type, String) else cast(column, Text)
    return func.substr(text, 1, characters)
