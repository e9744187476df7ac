"""What every state of a page shares: a new session must not blank the page."""

import builtins
from typing import Any

import reflex as rx

from jobs_app.dashboard.reflex_internals.events import FIELD_SUFFIX


class HydratedState(rx.State, mixin=True):
    """A state whose vars the browser keeps until the server has values for them.

    After a lost session the server starts from defaults and Reflex would send them all: the page would show an
    empty list until its first poll. While `_hydrated` is not set, its own vars are left out of what is sent.
    """

    _hydrated: bool = False

    def dict(self, include_computed: bool = True, initial: bool = False, **kwargs: Any) -> builtins.dict[str, Any]:
        values = super().dict(include_computed=include_computed, initial=initial, **kwargs)
        if not (initial or self._hydrated):
            values[self.get_full_name()] = {}
        elif not initial:
            for name in self._never_resent():
                values[self.get_full_name()].pop(f"{name}{FIELD_SUFFIX}", None)
        return values

    def _never_resent(self) -> tuple[str, ...]:
        """Vars that mean something only at the moment they are sent: a reconnect does not send them again."""
        return ()

    def _hydrate(self, *names: str) -> None:
        """The server has values for these vars, for all of its own if none is named.

        They are sent even if they equal the defaults: the browser may hold the values of an earlier session.
        """
        if not self._hydrated:
            self._hydrated = True
            self._send(*(names or self.base_vars))

    def _assign(self, **values: Any) -> None:
        """Set the vars whose values changed; Reflex sends what is assigned, changed or not."""
        for name, value in values.items():
            # get_value, since reading through self wraps values in proxies.
            if value != self.get_value(name):
                setattr(self, name, value)

    def _send(self, *names: str) -> None:
        """Include these vars in the next message, changed or not."""
        self.dirty_vars.update(names)
        self._mark_dirty(names)

    dict.__override_base_method__ = True  # pyright: ignore[reportFunctionMemberAccess] - else a remote event handler
