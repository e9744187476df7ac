"""Websockets of pages: who may open one, and the rate limit of its messages."""

import asyncio
from typing import Any

import pytest

from jobs_app.server.event_filter import DISCONNECT, EventFilter
from jobs_app.server.event_socket import MAX_BURST, MESSAGES_PER_SECOND, Receive, filtered, is_event_socket
from tests.support.virtual_time import run


def line(*frames: object) -> Receive:
    """A connection on which all messages arrive at once, before its end."""
    messages = [{"type": "websocket.receive", "text": frame} for frame in frames]
    left = iter([*messages, {"type": "websocket.disconnect"}])

    async def receive() -> Any:
        return next(left)

    return receive


async def heard(receive: Receive) -> list[tuple[float, str]]:
    """The messages until the end of the connection, with the times at which they were received."""
    started, all_heard = asyncio.get_running_loop().time(), []
    while (message := await receive())["type"] == "websocket.receive":
        all_heard.append((asyncio.get_running_loop().time() - started, message["text"]))
    return all_heard


@pytest.mark.parametrize("frame", ["3", DISCONNECT, "2", "nonsense"])
def test_floods_are_delayed_and_human_rates_are_not(frame: str) -> None:
    """Neither the end of a connection nor a refused message adds a token."""

    async def scenario() -> None:
        times = [at for at, text in await heard(filtered(line(*["3", frame] * 100), EventFilter({}))) if text == "3"]
        assert len([at for at in times if at == 0]) >= MAX_BURST // 2
        assert times[-1] == pytest.approx((199 - MAX_BURST) / MESSAGES_PER_SECOND, abs=0.2)

    run(scenario())


def test_token_bucket_refills_with_time() -> None:
    async def scenario() -> None:
        hear = filtered(line(*["3"] * (2 * MAX_BURST)), EventFilter({}))
        for _ in range(2):
            await asyncio.sleep(MAX_BURST / MESSAGES_PER_SECOND)
            started = asyncio.get_running_loop().time()
            for _ in range(MAX_BURST):
                await hear()
            assert asyncio.get_running_loop().time() == started

    run(scenario())


def test_only_allowed_messages_are_received() -> None:
    async def scenario() -> None:
        assert [text for _, text in await heard(filtered(line(None, "3", "9", DISCONNECT), EventFilter({})))] == [
            "3",
            DISCONNECT,
        ]

    run(scenario())


@pytest.mark.parametrize(
    ("path", "query", "opened"),
    [
        ("/_event/", b"EIO=4&token=3c1d6a5e-8f4c-4b7e-9d0a-2b1c3d4e5f60", True),
        ("/_event", b"token=a", True),
        ("/_event/", b"EIO=4", False),
        ("/_event/", b"token=", False),
        ("/_event/", b"token=" + b"x" * 101, False),
        ("/_event/", b"token=%0a", False),
        ("/_event/", b"token=\xff", False),
        ("/jobs", b"token=a", False),
        ("/", b"token=a", False),
    ],
)
def test_event_socket_needs_a_token_and_its_path(path: str, query: bytes, opened: bool) -> None:
    assert is_event_socket({"path": path, "query_string": query}) == opened
