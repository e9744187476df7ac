"""Sessions of closed tabs: kept for a while, for tabs that come back, but not any number of them."""

import asyncio
from collections.abc import Collection

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory

MAX_CLOSED_SESSIONS = 200
"""About 35 kB each."""
INTERVAL_SECONDS = 2.0


async def keep_sessions_few(reflex_app: rx.App, interval: float = INTERVAL_SECONDS) -> None:
    """Drop the sessions of the tabs that were closed first beyond MAX_CLOSED_SESSIONS, until the process ends.

    Sessions in a Redis are left to it: they expire there.
    """
    manager = reflex_app.state_manager
    namespace = reflex_app.event_namespace
    while namespace and isinstance(manager, StateManagerMemory):
        if len(manager.states) > MAX_CLOSED_SESSIONS:
            drop_closed_sessions(manager, namespace._token_manager.token_to_socket)
        await asyncio.sleep(interval)


def drop_closed_sessions(
    manager: StateManagerMemory, connected: Collection[str], kept: int = MAX_CLOSED_SESSIONS
) -> None:
    """Drop all sessions without a connection but the `kept` ones that were used last."""
    closed = [each for each in manager._token_expires_at.values() if each[1].ident not in connected]
    closed.sort(key=lambda each: each[0])
    for _, token in closed[: max(0, len(closed) - kept)]:
        lock = manager._states_locks.get(token.lock_key)
        if lock is None or not lock.locked():
            manager._purge_token(token)
