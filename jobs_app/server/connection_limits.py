"""Limits on websockets: in all, and for each client."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

TRY_AGAIN_LATER = 1013
"""The close code for a server that is overloaded (IANA, WebSocket Close Code Number Registry)."""


@dataclass(frozen=True, slots=True)
class MaxConnections:
    """How many websockets may be open at the same time."""

    total: int = 500
    per_client: int = 20


class ConnectionLimits:
    """Closes websockets beyond the limits; `client_of` returns the client of a request."""

    def __init__(self, app: ASGIApp, maximum: MaxConnections, client_of: Callable[[Scope], str]) -> None:
        self._app, self._maximum, self._client_of = app, maximum, client_of
        self._open = Counter[str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await self._app(scope, receive, send)
        client = self._client_of(scope)
        if self._open[client] >= self._maximum.per_client or self._open.total() >= self._maximum.total:
            return await _refuse(scope, send, "too many connections")
        self._open[client] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]


async def _refuse(scope: Scope, send: Send, reason: str) -> None:
    """Accept, then close: browsers hide the code of a handshake that is refused, or that ignores their subprotocols."""
    await send({"type": "websocket.accept", "subprotocol": next(iter(scope.get("subprotocols", ())), None)})
    await send({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": reason})
