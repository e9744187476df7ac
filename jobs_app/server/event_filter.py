"""An allow list for the messages of clients: what a page of this version sends, and nothing else.

Reflex lets any client set vars and start background tasks by name, and logs an exception for every malformed message,
so that a single client could fill a disk. What is refused here never reaches Reflex and the socket.io server under it,
which takes an event called "disconnect" for the end of the connection.
"""
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

import inspect
import json
import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from jobs_app.server.event_values import are_hashes, is_address, is_kept_value, is_plain

logger = logging.getLogger(__name__)

CONNECT, DISCONNECT, EVENT = (f"4{kind}/_event," for kind in "012")
"""The prefixes of messages: 4 for engine.io, the packet type of socket.io, the namespace."""
HEARTBEAT = ("1", "3")
"""Packets of engine.io itself: close and pong."""
MAX_MESSAGE_CHARACTERS = 200_000
LOG_INTERVAL_SECONDS = 60.0
"""Between two log records about refused messages, however many there are."""


@dataclass(frozen=True, slots=True)
class _Arguments:
    needed: frozenset[str]
    known: frozenset[str]

    @classmethod
    def of(cls, handler: Callable[..., Any]) -> "_Arguments":
        parameters = list(inspect.signature(handler).parameters.values())[1:]
        needed = (each.name for each in parameters if each.default is each.empty)
        return cls(frozenset(needed), frozenset(each.name for each in parameters))

    def fit(self, payload: Mapping[str, object]) -> bool:
        return self.needed <= payload.keys() <= self.known


class EventFilter:
    """Decides which messages are allowed.

    `handlers` are the functions behind the events by name; `internal` names those of the framework's own events, and
    `boot` the one that is sent with the request for a connection; `kept` names the vars that the browser keeps.
    """

    def __init__(
        self,
        handlers: Mapping[str, Callable[..., Any]],
        internal: Collection[str] = (),
        boot: str = "",
        kept: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._arguments = {name: _Arguments.of(handler) for name, handler in handlers.items()}
        self._internal, self._boot = frozenset(internal), boot
        self._kept, self._clock = frozenset(kept), clock
        self._refused, self._logged_at = 0, -LOG_INTERVAL_SECONDS

    def allows(self, frame: object) -> bool:
        """Whether a received message is one that a page sends."""
        if isinstance(frame, str) and len(frame) <= MAX_MESSAGE_CHARACTERS and self._is_known(frame):
            return True
        self._refused += 1
        if self._clock() - self._logged_at >= LOG_INTERVAL_SECONDS:
            logger.warning("refused %d messages that no page of this version sends", self._refused)
            self._refused, self._logged_at = 0, self._clock()
        return False

    def _is_known(self, frame: str) -> bool:
        if frame in (*HEARTBEAT, CONNECT, DISCONNECT):
            return True
        kind = frame[: len(EVENT)]
        try:
            parsed = json.loads(frame[len(EVENT) :]) if kind in (CONNECT, EVENT) else None
        except (ValueError, RecursionError):
            return False
        if kind == CONNECT:
            return self._is_connect(parsed)
        return isinstance(parsed, list) and parsed[:1] == ["event"] and len(parsed) == 2 and self._is_event(parsed[1])

    def _is_connect(self, auth: object) -> bool:
        if not isinstance(auth, dict) or not is_plain(auth.get("state_schema")):
            return False
        if "event" not in auth:
            return True
        event = auth["event"]
        return isinstance(event, dict) and event.get("name") == self._boot and self._is_event(event)

    def _is_event(self, event: object) -> bool:
        if not isinstance(event, dict) or not is_address(event.get("router_data", {})):
            return False
        name, payload = event.get("name"), event.get("payload", {})
        arguments = self._arguments.get(name) if isinstance(name, str) else None
        if arguments is None or not isinstance(payload, dict) or not arguments.fit(payload):
            return False
        if name in self._internal:
            return self._are_kept_vars(payload.get("vars")) and are_hashes(payload.get("hashes"))
        return all(map(is_plain, payload.values()))

    def _are_kept_vars(self, values: object) -> bool:
        return not values or (
            isinstance(values, dict) and self._kept >= values.keys() and all(map(is_kept_value, values.values()))
        )
