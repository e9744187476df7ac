"""Request coalescing: all viewers of a view share its reads."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jobs_app.polling.shared_reads import MAX_ANSWERS, ReadResult, SharedReads
from tests.support.waiting import DEADLINE_SECONDS

VIEWERS = 200


class Source:
    """A read that counts its calls and waits until it is released."""

    def __init__(self, threads: int = 4) -> None:
        self.reads: list[str] = []
        self.go = threading.Event()
        self.now = 0.0
        pool = ThreadPoolExecutor(threads)
        self.shared: SharedReads[str, str] = SharedReads(
            self.read, lambda _: pool, lambda: self.now, lambda: 1000 + self.now
        )

    def read(self, view: str) -> str:
        self.reads.append(view)
        assert self.go.wait(DEADLINE_SECONDS)
        return f"{view} {len(self.reads)}"


async def _many_viewers() -> None:
    source = Source()
    waiting = [asyncio.ensure_future(source.shared.answer("all")) for _ in range(VIEWERS)]
    await asyncio.sleep(0)
    source.go.set()
    assert set(await asyncio.gather(*waiting)) == {ReadResult("all 1", 1000)}
    assert source.reads == ["all"]


def test_viewers_of_one_view_share_one_read() -> None:
    asyncio.run(_many_viewers())


def test_result_is_shared_until_its_maximum_age() -> None:
    async def scenario() -> None:
        source = Source()
        source.go.set()
        assert await source.shared.answer("all", 0.25) == ReadResult("all 1", 1000)
        source.now = 0.2
        assert await source.shared.answer("all", 0.25) == ReadResult("all 1", 1000)
        assert await source.shared.answer("all") == ReadResult("all 2", 1000.2)
        source.now = 0.5
        assert await source.shared.answer("all", 0.25) == ReadResult("all 3", 1000.5)

    asyncio.run(scenario())


def test_no_more_than_the_last_answers_are_kept() -> None:
    """A client may ask for any number of views."""

    async def scenario() -> None:
        source = Source()
        source.go.set()
        for number in range(MAX_ANSWERS + 100):
            await source.shared.answer(f"view {number}", max_age=60)
        assert len(source.shared._readings) <= MAX_ANSWERS + 1
        reads = len(source.reads)
        await source.shared.answer(f"view {MAX_ANSWERS + 99}", max_age=60)
        assert len(source.reads) == reads, "the last answers are kept"

    asyncio.run(scenario())


def test_viewer_that_leaves_does_not_cancel_the_read() -> None:
    async def scenario() -> None:
        source = Source()
        leaving = asyncio.ensure_future(source.shared.answer("all"))
        staying = asyncio.ensure_future(source.shared.answer("all"))
        await asyncio.sleep(0)
        leaving.cancel()
        source.go.set()
        assert await staying == ReadResult("all 1", 1000)

    asyncio.run(scenario())


def test_hanging_read_is_joined_not_repeated() -> None:
    async def scenario() -> None:
        source = Source()
        for _ in range(5):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(source.shared.answer("all"), 0.001)
        assert source.reads == ["all"]
        source.go.set()

    asyncio.run(scenario())


def test_result_has_the_time_at_which_its_read_began() -> None:
    async def scenario() -> None:
        source = Source()
        first = asyncio.ensure_future(source.shared.answer("all"))
        await asyncio.sleep(0)
        source.now = 7
        joined = asyncio.ensure_future(source.shared.answer("all"))
        await asyncio.sleep(0)
        source.go.set()
        assert [(await first).at, (await joined).at] == [1000, 1000]

    asyncio.run(scenario())


@pytest.mark.requirement("FR-013")
def test_reads_without_viewers_are_cancelled() -> None:
    """A viewer that changes the view a hundred times on a slow database must not delay the others."""

    async def scenario() -> None:
        source = Source(threads=1)
        running = asyncio.ensure_future(source.shared.answer("running"))
        await asyncio.sleep(0)
        for number in range(100):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(source.shared.answer(f"left {number}"), 0.0001)
        staying = asyncio.ensure_future(source.shared.answer("staying"))
        await asyncio.sleep(0)
        source.go.set()
        await asyncio.gather(running, staying)
        assert source.reads == ["running", "staying"]

    asyncio.run(scenario())
