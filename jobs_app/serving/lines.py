"""The live connections: who may open one, and how fast and what a client may say on it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from jobs_app.serving.gate import Gate

Receive = Callable[[], Awaitable[Any]]

PATH = "/_event"
TOKEN = re.compile(r"[\w-]{1,100}", re.ASCII)
FRAMES_AT_ONCE, FRAMES_A_SECOND = 30, 10


class Patience:
    """What a line may say without being made to wait: more than people do, less than floods are made of."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._left, self._at = clock, float(FRAMES_AT_ONCE), clock()

    def wait(self) -> float:
        """Seconds until the next message may be heard; counts it as heard then."""
        now = self._clock()
        self._left = min(FRAMES_AT_ONCE, self._left + (now - self._at) * FRAMES_A_SECOND) - 1
        self._at = now
        return max(0.0, -self._left / FRAMES_A_SECOND)


def is_line(scope: Any) -> bool:
    """Whether a websocket is opened as a page does it. One without a token would have every event logged by Reflex."""
    tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
    return scope["path"].rstrip("/") == PATH and bool(TOKEN.fullmatch(tokens[0]))


def guarded(receive: Receive, gate: Gate) -> Receive:
    """What is heard on one line: what the gate admits, and no faster than patience allows.

    Nothing that a page says is lost for being early: who says too much is not read from for a while.
    """
    patience = Patience(asyncio.get_running_loop().time)

    async def hear() -> Any:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            if pause := patience.wait():
                await asyncio.sleep(pause)
            if gate.admits(message.get("text")):
                return message

    return hear
