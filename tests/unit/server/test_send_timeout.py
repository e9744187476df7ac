"""A client that stops to read ends its connection."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from starlette.responses import StreamingResponse
from starlette.types import Message

from jobs_app.server.send_timeout import SEND_TIMEOUT_SECONDS, ClientStalled, SendTimeout
from tests.support.virtual_time import run
from tests.unit.server.asgi import scope


async def download(stalls_after: int, pause: float = 0.0) -> int:
    """The number of parts that a client takes before it stalls, with a pause after each."""
    taken = 0

    async def send(_message: Message) -> None:
        nonlocal taken
        if taken == stalls_after:
            await asyncio.Event().wait()
        await asyncio.sleep(pause)
        taken += 1

    async def receive() -> Message:
        await asyncio.Event().wait()
        return {}

    async def parts() -> AsyncGenerator[bytes]:
        for _ in range(50):
            yield b"part"

    try:
        await SendTimeout(StreamingResponse(parts()), SEND_TIMEOUT_SECONDS)(scope("http"), receive, send)
    except ClientStalled:
        return -taken
    return taken


def test_stalled_client_is_disconnected_in_time() -> None:
    async def scenario() -> None:
        started = asyncio.get_running_loop().time()
        assert await download(stalls_after=7) == -7
        assert asyncio.get_running_loop().time() - started == pytest.approx(SEND_TIMEOUT_SECONDS)

    run(scenario())


def test_slow_client_is_served() -> None:
    async def scenario() -> None:
        assert await download(stalls_after=1_000, pause=SEND_TIMEOUT_SECONDS - 1) > 50

    run(scenario())
