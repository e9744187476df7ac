"""Hostile clients of every kind at once: ordinary viewers stay live, and memory returns."""

import asyncio
import itertools
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, contextmanager, nullcontext

import pytest
from sqlalchemy import insert
from websockets.asyncio.client import ClientConnection, connect

from jobs_app.database.models import JOB_LOG
from tests.browser.endurance.attack import OPENING
from tests.browser.faults.report import record
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

ATTACK_SECONDS, NEXT_ATTACK_SECONDS, CALM_SECONDS = 60, 40, 10
VIEWERS, INTERVAL = 10, 2
MAX_DELAY_SECONDS = INTERVAL + 1
MAX_GROWTH_BYTES, MAX_KEPT_BYTES = 150_000_000, 75_000_000
"""At the peak of an attack, and what stays after the first one: caches of connections and code that had not run."""
MAX_KEPT_AGAIN_BYTES = 15_000_000
"""What stays after another attack: memory returns to where it was before."""
CHANGE_SECONDS = 0.5
LOG_BYTES = 100_000_000
MANY_JOBS = """INSERT INTO jobs (id, job_type, status, target)
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 300000)
SELECT printf('job-%07d', n), 'scan', 'completed', '/data/' || n FROM number"""


class Viewers:
    """Open lists, and how late each of them shows a change."""

    def __init__(self, server: Server, jobs: Jobs) -> None:
        self._server, self._jobs = server, jobs
        self._changed_at = dict[int, float]()
        self.delays = list[float]()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Open all lists. They are open before an attack begins: newcomers during one may be refused."""
        (self._job,) = self._jobs.add(status="running", total_count=10**9, processed_count=10**8)
        async with AsyncExitStack() as stack:
            lists = [await stack.enter_async_context(self._list()) for _ in range(VIEWERS)]
            readers = [asyncio.ensure_future(self._read(each)) for each in lists]
            yield
            assert not [each for each in readers if each.done()], "a viewer lost its connection"
            for each in readers:
                each.cancel()
        self._jobs.remove(self._job)

    async def watch(self, seconds: float) -> None:
        """Change a job again and again; each viewer notes how late it receives each change."""
        ends_at = time.monotonic() + seconds
        for number in itertools.count(10**8 + 1):
            if time.monotonic() >= ends_at:
                break
            self._changed_at[number] = time.monotonic()
            await asyncio.to_thread(self._jobs.change, self._job, processed_count=number)
            await asyncio.sleep(CHANGE_SECONDS)

    @asynccontextmanager
    async def _list(self) -> AsyncIterator[ClientConnection]:
        url = f"ws://127.0.0.1:{self._server.port}/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
        async with connect(url, max_size=None, open_timeout=60) as socket:
            await socket.recv()
            await socket.send(OPENING)
            yield socket

    async def _read(self, socket: ClientConnection) -> None:
        seen = 10**8
        async for message in socket:
            if message == "2":
                await socket.send("3")
            # A poll may skip changes: the oldest one that it brings counts.
            newest = next((n for n in sorted(self._changed_at, reverse=True) if str(n) in str(message)), 0)
            if newest > seen:
                self.delays.append(time.monotonic() - self._changed_at[seen + 1])
                seen = newest


@contextmanager
def attacked(server: Server, job: str) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.browser.endurance.attack", server.url, job]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == b"attacking\n"
            yield
            assert process.poll() is None, "the attack ended early"
        finally:
            process.kill()


@pytest.mark.timeout(900)
def test_attack_of_every_kind_leaves_viewers_live(serve: Callable[..., Server], jobs: Jobs) -> None:
    jobs.sql(MANY_JOBS)
    with jobs.engine.begin() as connection:
        row = {"job_id": "job-0000001", "first_line": 1, "line_count": 1, "text": "x" * LOG_BYTES}
        connection.execute(insert(JOB_LOG).values(**row))
    server = serve(poll_interval_seconds=INTERVAL)
    calm, during = Viewers(server, jobs), Viewers(server, jobs)
    before = asyncio.run(_peak(calm, server, CALM_SECONDS, nullcontext()))
    peak = asyncio.run(_peak(during, server, ATTACK_SECONDS, attacked(server, "job-0000001")))
    _wait_for_memory(server, before + MAX_KEPT_BYTES)
    first = server.memory()
    next_peak = asyncio.run(_peak(during, server, NEXT_ATTACK_SECONDS, attacked(server, "job-0000001")))
    _wait_for_memory(server, first + MAX_KEPT_AGAIN_BYTES)
    figures = {
        "s_delay": round(max(calm.delays), 2),
        "s_delay_during_the_attack": round(max(during.delays), 2),
        "MB_more": round((peak - before) / 1e6),
        "MB_more_afterwards": round((first - before) / 1e6),
        "MB_more_after_another": round((server.memory() - first) / 1e6),
    }
    assert max(during.delays) < MAX_DELAY_SECONDS, figures
    assert max(peak, next_peak) - before < MAX_GROWTH_BYTES, figures
    record("an attack of every kind for a minute", **figures)


def _wait_for_memory(server: Server, limit: int) -> None:
    wait_for(lambda: server.memory() < limit, lambda: f"{server.memory()} bytes, more than {limit}")


async def _peak(viewers: Viewers, server: Server, seconds: float, attack: AbstractContextManager[None]) -> int:
    """The largest memory of the server while viewers watch."""
    peaks = list[int]()
    async with viewers.open():
        with attack:
            watching = asyncio.ensure_future(viewers.watch(seconds))
            while not watching.done():
                peaks.append(server.memory())
                await asyncio.wait({watching}, timeout=CHANGE_SECONDS)
            await watching
    return max(peaks)
