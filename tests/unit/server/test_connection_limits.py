"""Limits on websockets, in all and for each client."""

import asyncio

import pytest

from jobs_app.server.client_address import client_of
from jobs_app.server.connection_limits import (
    BURST,
    BURST_PER_CLIENT,
    MAX_CLIENTS,
    MAX_WAIT_SECONDS,
    PER_SECOND,
    PER_SECOND_PER_CLIENT,
    ConnectionLimits,
    MaxConnections,
)
from jobs_app.settings.networks import parse_networks
from tests.support.virtual_time import run
from tests.unit.server.asgi import Echo, answers, scope

ACCEPTED = [{"type": "websocket.accept"}]
REFUSED = [
    {"type": "websocket.accept", "subprotocol": None},
    {"type": "websocket.close", "code": 1013, "reason": "too many connections"},
]


def test_websockets_beyond_the_limits_are_closed() -> None:
    async def scenario() -> None:
        echo = Echo()
        limits = ConnectionLimits(echo, MaxConnections(total=3, per_client=2), lambda request: request["client"][0])

        async def opened(*clients: str) -> list[asyncio.Task[object]]:
            tasks = [asyncio.ensure_future(answers(limits, scope("websocket", client=each))) for each in clients]
            for _ in range(3):
                await asyncio.sleep(0)
            return [task for task in tasks if not task.done()]

        first = await opened("a", "a", "b")
        assert len(first) == 3
        assert await answers(limits, scope("websocket", client="a")) == REFUSED, "of this client"
        assert await answers(limits, scope("websocket", client="c")) == REFUSED, "in all"
        assert (await answers(limits, scope("http", client="a")))[0]["status"] == 200
        echo.release.set()
        assert [task.result() if task.done() else await task for task in first] == [ACCEPTED] * 3
        echo.release.clear()
        again = await opened("a", "a", "c")
        assert len(again) == 3, "those that were closed no longer count"
        echo.release.set()
        await asyncio.gather(*again)
        assert not limits._open

    asyncio.run(scenario())


def test_opening_is_delayed_then_refused_by_client_and_in_all() -> None:
    async def scenario() -> None:
        echo, loop = Echo(), asyncio.get_running_loop()
        echo.release.set()
        limits = ConnectionLimits(echo, MaxConnections(10**6, 10**6), lambda request: request["client"][0], loop.time)

        async def opened(*clients: str) -> int:
            """How many are accepted, of so many at the same time."""
            all_sent = await asyncio.gather(*(answers(limits, scope("websocket", client=each)) for each in clients))
            return sum(sent == ACCEPTED for sent in all_sent)

        assert await opened(*["a"] * 100) == BURST_PER_CLIENT + PER_SECOND_PER_CLIENT * MAX_WAIT_SECONDS
        assert loop.time() == pytest.approx(MAX_WAIT_SECONDS)
        assert await opened("b") == 1, "others need not wait for them"
        assert loop.time() == pytest.approx(MAX_WAIT_SECONDS)
        await asyncio.sleep(3600)
        clients = [f"client-{number}" for number in range(1_000)]
        assert await opened(*clients) == BURST + PER_SECOND * MAX_WAIT_SECONDS
        assert len(limits._rates) <= MAX_CLIENTS

    run(scenario())


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "10.9.9.9", "192.0.2.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "1.1.1.1, 192.0.2.7", "192.0.2.7"),
        ("10.1.2.3", "192.0.2.7, 10.1.2.4", "192.0.2.7"),
        ("10.1.2.3", "192.0.2.7:4711", "192.0.2.7"),
        ("10.1.2.3", "[2001:db8:1:2:3::1]:4711", "2001:db8:1:2::/64"),
        ("10.1.2.3", "10.1.2.4", "10.1.2.4"),
        ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("::1", "192.0.2.7", "192.0.2.7"),
        ("", "192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "x" * 1_000, "x" * 64),
    ],
)
def test_client_is_the_first_that_no_proxy_vouches_for(peer: str, forwarded: str, client: str) -> None:
    headers = {"x_forwarded_for": forwarded} if forwarded else {}
    assert client_of(scope("websocket", client=peer, **headers), parse_networks("10.0.0.0/8, 2001:db8:f::1")) == client
