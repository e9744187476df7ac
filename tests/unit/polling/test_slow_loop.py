"""The loop of what all pages share, on a virtual clock."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from jobs_app.polling.shared_reads import ReadResult
from jobs_app.polling.slow_loop import SlowLoop, SlowPart
from jobs_app.polling.viewers import Viewer
from jobs_app.settings.polling import PollingConfig
from tests.support import virtual_time


class Part:
    """Notes when it is read, with which maximum age; fails while `failing`."""

    def __init__(self) -> None:
        self.reads: list[tuple[float, float]] = []
        self.shown: list[float] = []
        self.logged: list[str] = []
        self.failing = False
        self.age = 0.0
        """How old an answer is when it comes."""

    async def read(self, max_age: float) -> ReadResult[str]:
        self.reads.append((now(), max_age))
        if self.failing:
            raise OSError("away")
        return ReadResult("answer", now() - self.age)

    async def show(self, result: ReadResult[str]) -> None:
        self.shown.append(result.at)

    def log(self, error: Exception | None) -> None:
        self.logged.append(str(error or ""))


def now() -> float:
    return asyncio.get_running_loop().time()


def observe(
    scenario: Callable[[Viewer[None], Part], Awaitable[None]], part: Part | None = None, **config: object
) -> Part:
    """What a scenario makes a loop read."""
    watched = part or Part()

    async def run() -> None:
        viewer: Viewer[None] = Viewer(None)
        polling = PollingConfig(**config)  # type: ignore[arg-type]
        loop = SlowLoop(viewer, SlowPart(watched.read, watched.show, watched.log), polling, now)
        running = asyncio.ensure_future(loop.run())
        await scenario(viewer, watched)
        running.cancel()

    virtual_time.run(run())
    return watched


async def five_minutes(_viewer: Viewer[None], _part: Part) -> None:
    await asyncio.sleep(299)


def test_open_page_reads_once_a_minute() -> None:
    assert observe(five_minutes).reads == [(minute * 60, 60) for minute in range(5)]


def test_answer_of_another_viewer_is_due_by_its_own_age() -> None:
    part = Part()
    part.age = 20.0
    assert [at for at, _ in observe(five_minutes, part).reads] == [0, 40, 80, 120, 160, 200, 240, 280]


@pytest.mark.parametrize(("when_hidden", "reads"), [("pause", [0, 150]), ("slow", [0, 60, 120, 150, 210, 270])])
def test_hidden_page_rests_until_it_is_shown(when_hidden: str, reads: list[float]) -> None:
    async def hide(viewer: Viewer[None], _part: Part) -> None:
        viewer.set_visible(False)
        await asyncio.sleep(150)
        viewer.set_visible(True)
        await asyncio.sleep(149 if when_hidden == "slow" else 59)

    assert [at for at, _ in observe(hide, when_hidden=when_hidden).reads] == reads


@pytest.mark.parametrize("config", [{}, {"enabled": False}])
def test_paused_page_reads_on_request_only(config: dict[str, bool]) -> None:
    async def pause(viewer: Viewer[None], _part: Part) -> None:
        viewer.set_paused(True)
        await asyncio.sleep(100)
        viewer.request_refresh()
        await asyncio.sleep(100)

    assert observe(pause, **config).reads == [(0, 60), (100, 10)]


def test_requests_in_a_row_read_every_ten_seconds() -> None:
    async def insist(viewer: Viewer[None], _part: Part) -> None:
        for _ in range(35):
            await asyncio.sleep(1)
            viewer.request_refresh()

    assert [at for at, _ in observe(insist).reads] == [0, 10, 20, 30]


def test_failed_reads_back_off_and_recover() -> None:
    async def fail(_viewer: Viewer[None], part: Part) -> None:
        part.failing = True
        await asyncio.sleep(499)
        part.failing = False
        await asyncio.sleep(122)

    part = observe(fail)
    assert [at for at, _ in part.reads] == [0, 60, 120, 180, 240, 300, 380, 500, 560, 620]
    assert part.logged == ["away"] * 7 + [""] * 3
    assert part.shown == [500, 560, 620]


@pytest.mark.parametrize("steps", range(6))
def test_slow_loop_cancelled_soon_after_a_request_ends(steps: int) -> None:
    async def scenario() -> None:
        part, viewer = Part(), Viewer[None](None)
        loop = SlowLoop(viewer, SlowPart(part.read, part.show, part.log), PollingConfig(), now)
        task = asyncio.ensure_future(loop.run())
        await asyncio.sleep(20)
        viewer.request_refresh()
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=60)
        task.cancel()
        assert done

    virtual_time.run(scenario())
