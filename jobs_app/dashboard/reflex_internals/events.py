"""What a page may send: Reflex's own events, and our handlers by the names that Reflex gives them."""

from collections.abc import Callable
from typing import Any

from reflex_base.registry import RegistrationContext

ROOT_STATE = "reflex___state____state"
BOOT_EVENT = f"{ROOT_STATE}.hydrate_and_load"
"""Sent with the request for a connection."""
INTERNAL_EVENTS = (
    BOOT_EVENT,
    f"{ROOT_STATE}.hydrate",
    f"{ROOT_STATE}.reflex___state____on_load_internal_state.on_load_internal",
    f"{ROOT_STATE}.reflex___state____update_vars_internal_state.update_vars_internal",
)
"""What Reflex's own part of a page sends."""
FIELD_SUFFIX = "_rx_state_"
"""Follows the name of a var in messages."""


def client_events() -> dict[str, Callable[..., Any]]:
    """The functions behind the events that a page may send, by name.

    Without those that Reflex starts when a page is opened, and without its setters.
    """
    registered = {name: entry.handler for name, entry in RegistrationContext.get().event_handlers.items()}
    return {
        name: handler.fn
        for name, handler in registered.items()
        if name in INTERNAL_EVENTS
        or (".jobs_app___" in name and not handler.is_background and not name.endswith(".setvar"))
    }
