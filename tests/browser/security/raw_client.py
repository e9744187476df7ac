"""A raw websocket client: speaks socket.io, and sends any message."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from jobs_app.dashboard.reflex_internals.events import BOOT_EVENT
from jobs_app.server.event_filter import CONNECT, EVENT
from tests.browser.objects.server import Server
from tests.support.waiting import DEADLINE_SECONDS

LIST = {"pathname": "/jobs", "asPath": "/jobs"}


class RawClient:
    """A connection with a token of its own."""

    def __init__(self, socket: ClientConnection, token: str) -> None:
        self.socket, self.token = socket, token

    def emit(self, *content: object) -> None:
        self.send(EVENT + json.dumps(content))

    def event(self, handler: object, payload: object, **more: Any) -> None:
        """An event as a page sends it."""
        self.emit("event", event(handler, payload, **({"token": self.token} | more)))

    def send(self, frame: str | bytes) -> None:
        self.socket.send(frame)

    def hear(self, text: str, seconds: float = DEADLINE_SECONDS) -> None:
        """Wait for a message that contains a text."""
        deadline = time.monotonic() + seconds
        while text not in (frame := str(self.socket.recv(max(0.0, deadline - time.monotonic())))):
            if frame == "2":
                self.send("3")

    def messages(self, seconds: float) -> Iterator[str]:
        """Messages until none arrives for so many seconds; heartbeats are answered."""
        while True:
            try:
                frame = str(self.socket.recv(seconds))
            except (TimeoutError, ConnectionClosed):
                return
            if frame == "2":
                self.send("3")
            else:
                yield frame


def event(handler: object, payload: object, **more: Any) -> dict[str, Any]:
    return {"name": handler, "payload": payload, "router_data": LIST} | more


@contextmanager
def raw_client(server: Server, token: str = "", watching: bool | str = False, cookie: str = "") -> Iterator[RawClient]:
    """A connection; a `watching` one has opened the list like a page, and received updates, or a certain text."""
    token = token or str(uuid.uuid4())
    address = f"{server.url.replace('http', 'ws')}/_event/?EIO=4&transport=websocket&token={token}"
    headers = {"Cookie": cookie} if cookie else {}
    with connect(address, max_size=None, subprotocols=None, additional_headers=headers) as socket:
        assert str(socket.recv(DEADLINE_SECONDS)).startswith("0")
        auth = json.dumps({"event": event(BOOT_EVENT, {"vars": {}, "hashes": []})}) if watching else ""
        socket.send(CONNECT + auth)
        client = RawClient(socket, token)
        if watching:
            client.hear(watching if isinstance(watching, str) else '"at_rx_state_"')
        yield client
