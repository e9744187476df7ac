"""The websockets of pages: who may open one, and which messages, how fast, are taken from it."""

import asyncio
import re
from collections.abc import Collection
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jobs_app.server.event_filter import EventFilter
from jobs_app.server.origins import is_own_origin
from jobs_app.server.token_bucket import TokenBucket

EVENT_PATH = "/_event"
TOKEN = re.compile(r"[\w-]{1,100}", re.ASCII)
MAX_BURST, MESSAGES_PER_SECOND = 30, 10
"""Messages of a client without delay: more than people cause, less than floods consist of."""


class EventSocket:
    """Closes websockets that no page of an own origin opens, and filters the messages of the others."""

    def __init__(self, app: ASGIApp, event_filter: EventFilter, origins: Collection[str]) -> None:
        self._app, self._filter, self._origins = app, event_filter, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await self._app(scope, receive, send)
        if is_own_origin(Headers(scope=scope), self._origins) and is_event_socket(scope):
            return await self._app(scope, filtered(receive, self._filter), send)
        await send({"type": "websocket.close", "code": 1008})


def is_event_socket(scope: Scope) -> bool:
    """Whether a websocket is opened as a page does it. Of one without a token Reflex would log every event."""
    tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
    return scope["path"].rstrip("/") == EVENT_PATH and bool(TOKEN.fullmatch(tokens[0]))


def filtered(receive: Receive, event_filter: EventFilter) -> Receive:
    """What is received on one websocket: the messages that the filter allows, no faster than the token bucket does.

    No message of a page is lost for being early: from a client that sends too many nothing is read for a while.
    """
    bucket = TokenBucket(MAX_BURST, MESSAGES_PER_SECOND, asyncio.get_running_loop().time)

    async def receive_filtered() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            if pause := bucket.take():
                await asyncio.sleep(pause)
            if event_filter.allows(message.get("text")):
                return message

    return receive_filtered
