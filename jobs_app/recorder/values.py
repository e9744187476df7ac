"""Conversion of the arguments of the recorder into values that a database takes."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from jobs_app.jobs.text import safe_str

Number = TypeVar("Number", int, float)


def number(name: str, value: Any, kind: Callable[[Any], Number]) -> Number | None:
    """A number given as text, or in a type that no database takes, such as numpy's; raises ValueError."""
    try:
        return None if value is None else kind(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"a job's {name} is a number, not {safe_str(value)!r}") from None


def text(value: object) -> str | None:
    """Paths, ids and the like as text."""
    return None if value is None else str(value)


def formatted(message: object, args: tuple[Any, ...]) -> str:
    """A message with its arguments as `logging` does it, which takes a single mapping for the values of names."""
    if not args:
        return safe_str(message)
    values = cast(Any, args[0]) if len(args) == 1 and args[0] and isinstance(args[0], Mapping) else args
    try:
        return str(message) % values
    except Exception:
        return f"{safe_str(message)} {safe_str(args)}"
