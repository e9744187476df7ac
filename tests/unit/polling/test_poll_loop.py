"""The poll loop of one open page, on a virtual clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest

from jobs_app.polling.loop import PollLoop, max_read_seconds
from jobs_app.polling.polled_page import PollFailure
from jobs_app.polling.schedule import delay
from jobs_app.polling.shared_reads import ReadResult
from jobs_app.polling.viewers import Viewer, Viewers
from jobs_app.settings.polling import PollingConfig
from tests.support.virtual_time import run

LONG = 1e6


@dataclass
class Page:
    """A page that records its calls, and a database that can be slow or fail."""

    config: PollingConfig = field(default_factory=PollingConfig)
    viewer: Viewer[str] = field(default_factory=lambda: Viewer("first"))
    reads: list[tuple[float, str]] = field(default_factory=list)
    shown: list[tuple[float, str]] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    late: list[tuple[float, float]] = field(default_factory=list)
    noted: list[Exception | None] = field(default_factory=list)
    failures: list[PollFailure] = field(default_factory=list)
    broken: Exception | None = None
    takes: dict[str, float] = field(default_factory=dict)
    under_way: int = 0
    most_under_way: int = 0

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def read(self, view: str, max_age: float) -> ReadResult[str]:
        at = self.now()
        self.reads.append((self.now(), view))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await asyncio.sleep(self.takes.get(view, 0))
        finally:
            self.under_way -= 1
        if self.broken:
            raise self.broken
        return ReadResult(view, at)

    async def show(self, view: str, result: ReadResult[str], late: bool) -> None:
        assert view == self.viewer.view
        if late:
            self.late.append((self.now(), result.at))
        else:
            self.shown.append((self.now(), result.answer))
            self.ages.append(self.now() - result.at)

    async def show_failure(self, failure: PollFailure) -> None:
        self.failures.append(failure)

    def log(self, error: Exception | None) -> None:
        self.noted.append(error)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        task = asyncio.ensure_future(PollLoop(self.viewer, self, self.config, clock=self.now).run())
        yield
        assert not task.done(), "no error may end the loop"
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    def times(self) -> list[float]:
        return [time for time, _ in self.reads]


@pytest.mark.requirement("FR-001", "FR-002", "SC-001", "US5.2")
def test_loop_polls_at_the_configured_interval() -> None:
    async def scenario() -> None:
        page = Page(PollingConfig(interval=7))
        async with page.open():
            await asyncio.sleep(29)
        assert page.times() == [0, 7, 14, 21, 28]
        assert [time for time, _ in page.shown] == page.times()

    run(scenario())


def test_next_poll_is_scheduled_after_the_last_ended() -> None:
    async def scenario() -> None:
        page = Page(PollingConfig(interval=5), takes={"first": 3})
        async with page.open():
            await asyncio.sleep(20)
        assert page.times() == [0, 8, 16]
        assert page.most_under_way == 1

    run(scenario())


@pytest.mark.requirement("FR-011", "FR-012", "EC-1", "EC-4")
def test_failing_polls_back_off_by_the_schedule() -> None:
    async def scenario() -> None:
        page = Page(broken=RuntimeError("boom"))
        async with page.open():
            await asyncio.sleep(700)
        gaps = [later - earlier for earlier, later in zip(page.times(), page.times()[1:], strict=False)]
        assert gaps == [5, 5, 10, 20, 40, 80, 120, 120, 120, 120]
        assert gaps == [delay(failure.count, 5) for failure in page.failures[:-1]]
        assert [failure.due - failure.now for failure in page.failures[:3]] == [5, 5, 10]

    run(scenario())


@pytest.mark.requirement("FR-013")
@pytest.mark.parametrize("steps", range(6))
def test_loop_cancelled_soon_after_a_request_ends(steps: int) -> None:
    """`asyncio.wait_for` of Python 3.11 loses a cancellation that comes when what it waits for is done."""

    async def scenario() -> None:
        page = Page()
        task = asyncio.ensure_future(PollLoop(page.viewer, page, page.config, clock=page.now).run())
        await asyncio.sleep(1)
        page.viewer.change_view("second")
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=60)
        task.cancel()
        assert done

    run(scenario())


@pytest.mark.requirement("FR-012", "SC-004")
def test_one_success_resets_the_back_off() -> None:
    async def scenario() -> None:
        page = Page(broken=RuntimeError("boom"))
        async with page.open():
            await asyncio.sleep(45)
            page.broken = None
            page.viewer.request_refresh()
            await asyncio.sleep(1)
            since = len(page.reads)
            await asyncio.sleep(10)
        assert len(page.reads) - since == 2
        assert page.shown[0][0] == 45

    run(scenario())


@pytest.mark.requirement("FR-009", "SC-003", "US4.1")
def test_hidden_page_is_not_polled() -> None:
    async def scenario() -> None:
        page = Page()
        async with page.open():
            await asyncio.sleep(6)
            page.viewer.set_visible(False)
            await asyncio.sleep(3600)
        assert page.times() == [0, 5]

    run(scenario())


@pytest.mark.requirement("FR-009", "US4.1")
def test_hidden_page_with_slow_polling_is_polled_once_a_minute() -> None:
    async def scenario() -> None:
        page = Page(PollingConfig(when_hidden="slow"))
        async with page.open():
            page.viewer.set_visible(False)
            await asyncio.sleep(150)
        assert page.times() == [0, 60, 120]

    run(scenario())


@pytest.mark.requirement("FR-010", "US4.2")
def test_page_shown_again_is_read_at_once() -> None:
    async def scenario() -> None:
        page = Page()
        async with page.open():
            await asyncio.sleep(1)
            page.viewer.set_visible(False)
            await asyncio.sleep(100)
            page.viewer.set_visible(True)
            await asyncio.sleep(0.001)
            assert page.times() == [0, 101]
            await asyncio.sleep(5)
        assert page.times() == [0, 101, 106]

    run(scenario())


def test_refresh_during_back_off_reads_at_once() -> None:
    async def scenario() -> None:
        page = Page(broken=RuntimeError("boom"))
        async with page.open():
            await asyncio.sleep(200)
            before = len(page.reads)
            page.viewer.request_refresh()
            await asyncio.sleep(0.001)
            assert len(page.reads) == before + 1

    run(scenario())


def test_paused_page_reads_only_on_refresh() -> None:
    async def scenario() -> None:
        page = Page()
        async with page.open():
            await asyncio.sleep(1)
            page.viewer.set_paused(True)
            await asyncio.sleep(1000)
            page.viewer.request_refresh()
            await asyncio.sleep(1000)
            page.viewer.set_paused(False)
            await asyncio.sleep(6)
        assert page.times() == [0, 1001, 2001, 2006]

    run(scenario())


def test_polling_disabled_reads_once_and_on_refresh() -> None:
    async def scenario() -> None:
        page = Page(PollingConfig(enabled=False))
        async with page.open():
            await asyncio.sleep(1000)
            page.viewer.request_refresh()
            await asyncio.sleep(1000)
        assert page.times() == [0, 1000]

    run(scenario())


def test_view_change_cancels_the_read_and_starts_another() -> None:
    async def scenario() -> None:
        page = Page(takes={"first": 4})
        async with page.open():
            await asyncio.sleep(1)
            page.viewer.change_view("second")
            await asyncio.sleep(3.5)
        assert page.reads == [(0, "first"), (1, "second")]
        assert page.shown == [(1, "second")]

    run(scenario())


@pytest.mark.requirement("FR-011")
def test_read_that_times_out_counts_as_failed() -> None:
    async def scenario() -> None:
        page = Page(PollingConfig(interval=60), takes={"first": LONG})
        async with page.open():
            await asyncio.sleep(9)
        assert [(failure.now, failure.reason) for failure in page.failures] == [(8, "the database does not answer")]
        assert page.most_under_way == 1

    run(scenario())


def test_error_while_showing_does_not_end_the_loop() -> None:
    async def scenario() -> None:
        page = Page(broken=RuntimeError("boom"))

        async def show_failure(failure: PollFailure) -> None:
            raise ConnectionError("session store is away")

        page.show_failure = show_failure  # type: ignore[method-assign]
        async with page.open():
            await asyncio.sleep(11)
        assert page.times() == [0, 5, 10]

    run(scenario())


@pytest.mark.requirement("FR-013")
def test_newer_loop_of_a_tab_replaces_the_older_one() -> None:
    viewers: Viewers[str] = Viewers()
    older, newer = Viewer("a"), Viewer("b")
    ends_later = viewers.entered("tab", newer)
    with viewers.entered("tab", older):
        ends_later.__enter__()
        assert viewers.loops == 2
    assert viewers.get("tab") is newer
    assert viewers.loops == 1
    ends_later.__exit__(None, None, None)
    assert viewers.get("tab") is None
    assert viewers.loops == 0


@pytest.mark.requirement("FR-013")
def test_ended_job_is_read_again_only_on_refresh() -> None:
    async def scenario() -> None:
        page = Page()
        async with page.open():
            await asyncio.sleep(7)
            page.viewer.finished = True
            await asyncio.sleep(60)
            assert page.times() == [0, 5]
            page.viewer.finished = False
            page.viewer.request_refresh()
            await asyncio.sleep(6)
        assert page.times() == [0, 5, 67, 72]

    run(scenario())


class Slow(Page):
    """A page on shared reads of a slow database, all on the virtual clock."""

    def __init__(self, interval: float, seconds: float) -> None:
        super().__init__(PollingConfig(interval=interval))
        self.seconds = seconds
        self.running: dict[str, asyncio.Task[ReadResult[str]]] = {}

    async def read(self, view: str, max_age: float) -> ReadResult[str]:
        """Joins a read that still runs, as SharedReads does."""
        if view not in self.running or self.running[view].done():
            self.running[view] = asyncio.ensure_future(self._read(view))
        return await asyncio.shield(self.running[view])

    async def _read(self, view: str) -> ReadResult[str]:
        at = self.now()
        self.reads.append((at, view))
        await asyncio.sleep(self.seconds)
        return ReadResult(view, at)


def test_result_older_than_the_timeout_is_late() -> None:
    """Otherwise the page would show data older than two intervals and 2 s as live."""

    async def scenario(interval: float, seconds: float) -> None:
        page = Slow(interval, seconds)
        async with page.open():
            await asyncio.sleep(3000)
        assert all(age <= max_read_seconds(interval) for age in page.ages)
        assert len(page.shown) > 10 or page.late
        if page.late:
            assert not page.shown, "too slow for one poll is too slow for all"
            assert [read_at for _, read_at in page.late] == [at for at, _ in page.reads][: len(page.late)]
            assert len(page.failures) > 2

    for interval in (2, 5, 60):
        for seconds in (0.1, 1.9, 2.9, 3.1, 5.5, 7, 7.9, 30):
            run(scenario(interval, seconds))


def test_result_after_the_timeout_is_shown_as_late() -> None:
    async def scenario() -> None:
        page = Slow(2, 4.5)
        async with page.open():
            await asyncio.sleep(4.6)
        assert page.failures[0].now == 3
        assert page.late == [(4.5, 0)]

    run(scenario())


def test_view_change_at_the_moment_of_a_result_is_read() -> None:
    async def scenario() -> None:
        page = Page(takes={"first": 1})
        async with page.open():
            asyncio.get_running_loop().call_at(1, page.viewer.change_view, "second")
            await asyncio.sleep(2)
        assert page.reads == [(0, "first"), (1, "second")]
        assert page.shown == [(1, "second")]

    run(scenario())


def test_failures_and_successes_are_passed_to_the_log() -> None:
    async def scenario() -> None:
        page = Page(broken=RuntimeError("boom"))
        async with page.open():
            await asyncio.sleep(6)
            page.broken = None
            await asyncio.sleep(5)
        assert [str(note) for note in page.noted] == ["boom", "boom", "None"]

    run(scenario())
