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

    def _know(self, *names: str) -> None:
        """The server knows what to show in these vars, in all of its own if none is named.

        They are sent though they be what they were from the start: the browser may hold what an earlier session said.
        """
        if not self._known:
            self._known = True
            self._send(*(names or self.base_vars))

    def _send(self, *names: str) -> None:
        """Let the next message hold these vars, changed or not."""
        self.dirty_vars.update(names)
        self._mark_dirty(names)

    dict.__override_base_method__ = True  # pyright: ignore[reportFunctionMemberAccess] - else a remote event handler
