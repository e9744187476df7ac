"""Limits on websockets: how many are open, and how fast they are opened, in all and by each client."""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from jobs_app.server.token_bucket import TokenBucket

TRY_AGAIN_LATER = 1013
"""The close code for a server that is overloaded (IANA, WebSocket Close Code Number Registry)."""
BURST_PER_CLIENT, PER_SECOND_PER_CLIENT = 40, 5
BURST, PER_SECOND = 250, 20
"""Websockets opened at once and per second: a page takes 13 ms of processor time to open."""
MAX_WAIT_SECONDS = 3.0
"""How long one may wait for its turn: less than pages wait for a connection."""
MAX_CLIENTS = 1_000
"""Clients whose rate is remembered, those that came last."""


@dataclass(frozen=True, slots=True)
class MaxConnections:
    """How many websockets may be open at the same time."""

    total: int = 500
    per_client: int = 20


class ConnectionLimits:
    """Closes websockets beyond the limits; `client_of` returns the client of a request, `clock` is monotonic."""

    def __init__(
        self,
        app: ASGIApp,
        maximum: MaxConnections,
        client_of: Callable[[Scope], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._maximum, self._client_of, self._clock = app, maximum, client_of, clock
        self._open = Counter[str]()
        self._rate = TokenBucket(BURST, PER_SECOND, clock)
        self._rates = OrderedDict[str, TokenBucket]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await self._app(scope, receive, send)
        client = self._client_of(scope)
        buckets = (self._rate, self._rate_of(client))
        is_full = self._open[client] >= self._maximum.per_client or self._open.total() >= self._maximum.total
        if is_full or max(bucket.wait() for bucket in buckets) > MAX_WAIT_SECONDS:
            return await _refuse(scope, send, "too many connections")
        self._open[client] += 1
        try:
            await asyncio.sleep(max(bucket.take() for bucket in buckets))
            await self._app(scope, receive, send)
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]

    def _rate_of(self, client: str) -> TokenBucket:
        bucket = self._rates.pop(client, None)
        self._rates[client] = bucket or TokenBucket(BURST_PER_CLIENT, PER_SECOND_PER_CLIENT, self._clock)
        if len(self._rates) > MAX_CLIENTS:
            self._rates.popitem(last=False)
        return self._rates[client]


async def _refuse(scope: Scope, send: Send, reason: str) -> None:
    """Accept, then close: browsers hide the code of a handshake that is refused, or that ignores their subprotocols."""
    await send({"type": "websocket.accept", "subprotocol": next(iter(scope.get("subprotocols", ())), None)})
    await send({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": reason})
