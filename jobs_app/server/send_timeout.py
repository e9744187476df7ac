"""Ends responses whose client has stopped to read."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SEND_TIMEOUT_SECONDS = 30.0
"""How long one part of a response, or one message of a websocket, may wait for its client."""


class ClientStalled(ConnectionError):
    """A client has not read what was sent to it; its connection ends."""


class SendTimeout:
    """Ends a connection that takes nothing for so many seconds, with what is held for it."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        await self._app(scope, receive, _within(self._seconds, send))


def _within(seconds: float, send: Send) -> Callable[[Message], Awaitable[None]]:
    async def send_in_time(message: Message) -> None:
        try:
            async with asyncio.timeout(seconds):
                await send(message)
        except TimeoutError:
            raise ClientStalled("a client has stopped to read") from None

    return send_in_time
