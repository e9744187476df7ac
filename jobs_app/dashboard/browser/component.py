"""Reflex components that are defined by a JavaScript module next to their Python class."""

from collections.abc import Callable
from pathlib import Path
from types import new_class
from typing import TypeVar, cast

import reflex as rx
from reflex.assets import AssetPathStr

Wrapper = TypeVar("Wrapper", bound=type[rx.Component])


def modules_beside(file: str) -> list[str]:
    """The names of the JavaScript modules in the folder of a Python module, given by its `__file__`."""
    return sorted(path.name for path in Path(file).parent.glob("*.js*"))


def defined_in(module: AssetPathStr) -> Callable[[Wrapper], Wrapper]:
    """Declare that a module exports the React component that has the name of the decorated class."""

    def bind(wrapper: Wrapper) -> Wrapper:
        names = {name: getattr(wrapper, name) for name in ("__doc__", "__module__", "__qualname__")}
        source = {"library": module.importable_path, "tag": wrapper.__name__}
        return cast(
            Wrapper, new_class(wrapper.__name__, (wrapper,), exec_body=lambda body: body.update(names | source))
        )

    return bind


def bool_argument(value: rx.Var[bool]) -> tuple[rx.Var[bool]]:
    """The argument of an event that carries a boolean."""
    return (value,)


def text_argument(value: rx.Var[str]) -> tuple[rx.Var[str]]:
    """The argument of an event that carries a text."""
    return (value,)
