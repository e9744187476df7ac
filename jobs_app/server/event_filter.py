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
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)

CONNECT, DISCONNECT, EVENT = (f"4{kind}/_event," for kind in "012")
"""The prefixes of messages: 4 for engine.io, the packet type of socket.io, the namespace."""
HEARTBEAT = ("1", "3")
"""Packets of engine.io itself: close and pong."""
MAX_TEXT_CHARACTERS = 2_000
"""Characters of a text argument; a search has up to 200."""
MAX_ADDRESS_CHARACTERS = 50_000
"""Characters of all that a page sends of its address, which is sent twice; a usual view has a few hundred."""
MAX_MESSAGE_CHARACTERS = 200_000
MAX_HASHES = 200
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
        if not isinstance(auth, dict) or not _is_plain(auth.get("state_schema")):
            return False
        if "event" not in auth:
            return True
        event = auth["event"]
        return isinstance(event, dict) and event.get("name") == self._boot and self._is_event(event)

    def _is_event(self, event: object) -> bool:
        if not isinstance(event, dict) or not _is_address(event.get("router_data", {})):
            return False
        name, payload = event.get("name"), event.get("payload", {})
        arguments = self._arguments.get(name) if isinstance(name, str) else None
        if arguments is None or not isinstance(payload, dict) or not arguments.fit(payload):
            return False
        if name in self._internal:
            return self._are_kept_vars(payload.get("vars")) and _are_hashes(payload.get("hashes"))
        return all(map(_is_plain, payload.values()))

    def _are_kept_vars(self, values: object) -> bool:
        return not values or (
            isinstance(values, dict) and self._kept >= values.keys() and all(map(_is_kept_value, values.values()))
        )


def _is_plain(value: object) -> bool:
    return (
        value is None
        or isinstance(value, bool | int | float)
        or (isinstance(value, str) and len(value) <= MAX_TEXT_CHARACTERS)
    )


def _is_kept_value(value: object) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= MAX_TEXT_CHARACTERS and _has_no_surrogates(value))


def _has_no_surrogates(text: str) -> bool:
    """Whether a text can be sent back: a lone surrogate would close the connection."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _are_hashes(values: object) -> bool:
    return not values or (isinstance(values, list) and len(values) <= MAX_HASHES and all(map(_is_plain, values)))


def _is_address(router: object) -> bool:
    """Whether it is what a page sends of its address: two paths, and a mapping of texts for the query."""
    if not isinstance(router, dict) or not router.keys() <= {"pathname", "asPath", "query"}:
        return False
    query = router.get("query", {})
    paths = [text for name, text in router.items() if name != "query"]
    if not isinstance(query, dict) or not all(isinstance(text, str) for text in (*paths, *query.values())):
        return False
    parsed = "".join((*paths, *query, *query.values()))
    return len(parsed) <= MAX_ADDRESS_CHARACTERS and _has_no_surrogates(parsed) and all(map(_is_path, paths))


def _is_path(text: str) -> bool:
    """Whether it is a valid path. Two slashes begin a host, and Reflex raises for a malformed one."""
    try:
        return text.startswith("/") and bool(urlsplit(text))
    except ValueError:
        return False
