"""The cost of a viewer for the server: CPU per viewer and tick, and database reads for all viewers."""

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import psutil
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.dashboard import browser, dashboard
from tests.browser.objects.server import Server

VIEWERS = 100
SECONDS = 20
INTERVAL = 2


def figures() -> Iterator[dict[str, Any]]:
    with dashboard(poll_interval_seconds=INTERVAL) as (server, jobs):
        jobs.add(50, status="running", total_count=1000, processed_count=10)
        greeting, protocol = _greeting(server)
        cost = asyncio.run(_cost(server, greeting, protocol))
    name = f"server CPU per viewer and tick, {VIEWERS} viewers, nothing changed"
    yield {"name": name, "value": round(cost, 2), "unit": "ms", "target": "< 1"}


def _greeting(server: Server) -> tuple[str, str]:
    """The first messages of a page on its socket, taken from a real one."""
    with browser() as chromium:
        tab = chromium.open("about:blank")
        tab.call("Page.navigate", url=f"{server.url}/jobs")
        tab.state("live")
        greeting = next(message for message in tab.sent if message.startswith("40"))
    from importlib.metadata import version

    return greeting, version("reflex")


async def _cost(server: Server, greeting: str, protocol: str) -> float:
    """CPU milliseconds per viewer and tick."""
    async with AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(_line(server, protocol)) for _ in range(VIEWERS)]
        readers = [asyncio.ensure_future(_listen(line, greeting)) for line in lines]
        await asyncio.sleep(3 * INTERVAL)
        assert server.loops() == VIEWERS, f"{server.loops()} loops for {VIEWERS} viewers"
        before = _cpu(server)
        await asyncio.sleep(SECONDS)
        spent = _cpu(server) - before
        for reader in readers:
            reader.cancel()
    return spent * 1000 / (VIEWERS * SECONDS / INTERVAL)


def _line(server: Server, protocol: str) -> Any:
    address = server.url.replace("http", "ws") + f"/_event/?token={uuid.uuid4()}&EIO=4&transport=websocket"
    return connect(address, subprotocols=[protocol], origin=server.url, max_size=None)  # type: ignore[list-item,arg-type]


async def _listen(line: ClientConnection, greeting: str) -> None:
    async for message in line:
        if str(message).startswith("0"):
            await line.send(greeting)
        if message == "2":
            await line.send("3")


def _cpu(server: Server) -> float:
    assert server.process
    process = psutil.Process(server.process.pid)
    times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    return sum(time.user + time.system for time in times)
