"""What hostile clients do at once, until killed: `python -m tests.browser.endurance.attack ADDRESS JOB`.

Slow readers of a log, half-sent requests, slow searches, and websockets with new tokens from several addresses.
"""

import asyncio
import itertools
import json
import sys
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from jobs_app.dashboard.reflex_internals.events import BOOT_EVENT
from jobs_app.server.event_filter import CONNECT
from jobs_app.server.open_files import raised_file_limit
from tests.browser.security.raw_client import event

SLOW_READERS, HALF_SENT, SEARCHES, TOKENS = 200, 2_000, 50, 1_500
OPENING = CONNECT + json.dumps({"event": event(BOOT_EVENT, {"vars": {}, "hashes": []})})
ERRORS = (OSError, EOFError, WebSocketException, TimeoutError, asyncio.IncompleteReadError)
ADDRESSES = 8
HELD_SECONDS = 40.0
PAUSE_SECONDS = 5.0
"""Between two attempts of one client that was refused; the others attack meanwhile."""


class Attack:
    """All clients of one attack on a server."""

    def __init__(self, address: str, job: str) -> None:
        self._address, self._job = urlsplit(address), job
        self._numbers = itertools.count()

    async def run(self) -> None:
        kinds: dict[Callable[[str], Awaitable[None]], int] = {
            self._read_slowly: SLOW_READERS,
            self._send_half: HALF_SENT,
            self._search: SEARCHES,
            self._open_session: TOKENS,
        }
        await asyncio.gather(*(self._repeat(kind, number) for kind, size in kinds.items() for number in range(size)))

    async def _repeat(self, client: Callable[[str], Awaitable[None]], number: int) -> None:
        await asyncio.sleep(number / TOKENS * PAUSE_SECONDS)
        while True:
            with suppress(*ERRORS):
                await client(f"192.0.2.{number % ADDRESSES}")
            await asyncio.sleep(PAUSE_SECONDS)

    async def _request(self, head: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port, limit=1_024)
        writer.write(head.encode())
        return reader, writer

    async def _read_slowly(self, _client: str) -> None:
        head = f"GET /api/jobs/{self._job}/log/text HTTP/1.1\r\nHost: localhost\r\n\r\n"
        reader, writer = await self._request(head)
        try:
            answer = await reader.readexactly(len("HTTP/1.1 200"))
            if answer.endswith(b"200"):
                await asyncio.sleep(HELD_SECONDS)  # The rest stays in buffers, until the server ends the connection.
        finally:
            writer.close()

    async def _send_half(self, _client: str) -> None:
        reader, writer = await self._request("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Half: ")
        try:
            await reader.read()
        finally:
            writer.close()

    async def _search(self, _client: str) -> None:
        query = f"q=nothing{next(self._numbers)}&type=scan"
        reader, writer = await self._request(
            f"GET /api/jobs?{query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        try:
            await reader.read()
        finally:
            writer.close()

    async def _open_session(self, client: str) -> None:
        url = f"ws://{self._address.netloc}/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
        headers = {"X-Forwarded-For": client}
        async with connect(url, max_size=None, additional_headers=headers, open_timeout=30) as socket:
            await socket.recv()
            await socket.send(OPENING)
            async with asyncio.timeout(5):
                async for message in socket:
                    if message == "2":
                        await socket.send("3")


if __name__ == "__main__":
    raised_file_limit()
    print("attacking", flush=True)
    asyncio.run(Attack(*sys.argv[1:]).run())
