"""What every state of a page shares: a session that starts anew must not blank the screen."""

import builtins
from typing import Any

import reflex as rx


class Screen(rx.State, mixin=True):
    """A state whose vars the browser keeps until the server knows better.

    After a lost session the server starts from defaults and Reflex would send them all: the page would show an
    empty list until its first poll. While `_known` is not set, its own vars are left out of what is sent.
    """

    _known: bool = False

    def dict(self, include_computed: bool = True, initial: bool = False, **kwargs: Any) -> builtins.dict[str, Any]:
        values = super().dict(include_computed=include_computed, initial=initial, **kwargs)
        if not (initial or self._known):
            values[self.get_full_name()] = {}
        return values

    dict.__override_base_method__ = True  # pyright: ignore[reportFunctionMemberAccess] - else a remote event handler
