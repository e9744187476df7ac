"""ASGI scopes and messages for tests of middleware."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


def scope(kind: str, path: str = "/", client: str = "192.0.2.1", query: str = "", **headers: str) -> Scope:
    """A scope of a request or a websocket; underscores in names of headers stand for hyphens."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request: Scope = {"type": kind, "path": path, "query_string": query.encode(), "client": (client, 1), "headers": raw}
    return request | ({"method": "GET"} if kind == "http" else {})


async def answers(app: ASGIApp, request: Scope) -> list[Message]:
    """All that an app sends for a request without a body."""
    sent = list[Message]()

    async def receive() -> Message:
        return {"type": "http.request"} if request["type"] == "http" else {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(request, receive, send)
    return sent


class Echo:
    """Accepts every request and remembers its scope; a websocket stays open until `release`."""

    def __init__(self) -> None:
        self.scopes = list[Scope]()
        self.release = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            await self.release.wait()
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"ok"})


def header(message: Mapping[str, Any], name: str) -> str:
    """A header of a message; empty if it has none."""
    return next((value.decode() for key, value in message.get("headers", ()) if key == name.encode()), "")
