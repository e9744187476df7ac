"""Each kind of request has limits of its own: a flood of one makes no other fail."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event
from starlette.applications import Starlette

from jobs_app.server import api, health
from jobs_app.server.answers import RETRY_AFTER_SECONDS
from jobs_app.server.api import Bulkheads
from jobs_app.server.bulkheads import Bulkhead, Overloaded
from jobs_app.server.readiness import Readiness
from tests.support.factories import JobFactory

FLOODS = {
    "searches": ("/api/jobs?q=needle", 8),
    "log searches": ("/api/jobs/a/log/search?q=needle", 8),
    "lists": ("/api/jobs", 32),
    "jobs": ("/api/jobs/a", 32),
    "downloads": ("/api/jobs/a/log/text", 4),
}
"""A request of each kind, and how many of them are answered at a time."""


@asynccontextmanager
async def client(engine: Engine, bulkheads: Bulkheads) -> AsyncIterator[httpx.AsyncClient]:
    routes = [*api.routes(bulkheads), *health.routes(Readiness(engine), lambda: 0)]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Starlette(routes=routes)), base_url="http://jobs"
    ) as http:
        yield http


def blocked(name: str, bulkheads: Bulkheads, release: threading.Event) -> None:
    """Let all threads of one kind wait, as for a slow database."""
    bulkhead: Bulkhead = getattr(bulkheads, name.replace(" ", "_"))
    threads = bulkhead._executor._max_workers
    for _ in range(threads):
        bulkhead._executor.submit(release.wait)


@pytest.mark.parametrize("flood", FLOODS)
def test_flood_of_one_kind_is_refused_and_no_other_fails(database: Engine, flood: str) -> None:
    jobs = JobFactory(database)
    jobs.log(jobs.running(id="a"), "needle")
    address, limit = FLOODS[flood]

    async def scenario() -> None:
        release, bulkheads = threading.Event(), Bulkheads.open(lambda _: database)
        blocked(flood, bulkheads, release)
        async with client(database, bulkheads) as http:
            waiting = [asyncio.ensure_future(http.get(address)) for _ in range(limit)]
            try:
                await asyncio.sleep(0)  # Each task reaches its bulkhead before it first waits.
                refused = await asyncio.gather(*(http.get(address) for _ in range(40)))
                assert {(got.status_code, got.headers.get("retry-after")) for got in refused} == {
                    (503, str(RETRY_AFTER_SECONDS))
                }
                for kind, (other, _) in FLOODS.items():
                    assert kind == flood or (await http.get(other)).status_code == 200, kind
                for path in ("/readyz", "/healthz"):
                    assert (await http.get(path)).status_code == 200
            finally:
                release.set()
            assert {(await each).status_code for each in waiting} == {200}
            assert (await http.get(address)).status_code == 200

    asyncio.run(scenario())


def test_readiness_of_many_probes_costs_one_read(database: Engine) -> None:
    statements = list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    async def scenario() -> None:
        async with client(database, Bulkheads.open(lambda _: database)) as http:
            await http.get("/readyz")
            one = len(statements)
            answers = await asyncio.gather(*(http.get("/readyz") for _ in range(50)))
            assert {got.status_code for got in answers} == {200}
            assert len(statements) <= 2 * one  # A second may have passed.

    event.listen(database, "before_cursor_execute", note)
    try:
        asyncio.run(scenario())
    finally:
        event.remove(database, "before_cursor_execute", note)


def test_read_whose_client_left_keeps_its_place(database: Engine) -> None:
    async def scenario() -> None:
        bulkhead, release = Bulkhead(database, "test", 1), threading.Event()
        read = asyncio.ensure_future(bulkhead.read(lambda _: release.wait()))
        await asyncio.sleep(0)
        read.cancel()
        with pytest.raises(asyncio.CancelledError):
            await read
        with pytest.raises(Overloaded):
            await bulkhead.read(lambda _: None)
        release.set()
        await bulkhead.read_in_slot(lambda _: None)
        assert await bulkhead.read(lambda _: "free") == "free"

    asyncio.run(scenario())
