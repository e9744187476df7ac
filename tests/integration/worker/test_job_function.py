"""Functions of job types: their work is done when the job ends, whatever kind of function they are."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine

from jobs_app.database import open_database
from jobs_app.jobs.snapshots import JobDetail
from jobs_app.queries import read_job, read_log_lines
from jobs_app.recorder import RecordedJob
from jobs_app.worker import registry
from jobs_app.worker.claims import create_queued_job
from jobs_app.worker.registry import job_type
from jobs_app.worker.run_job import run_job
from jobs_app.worker.stop import SHUT_DOWN, StopSignal

Run = Callable[..., JobDetail]


@pytest.fixture
def engine(sqlite_database_url: str) -> Iterator[Engine]:
    engine = open_database(sqlite_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def run(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a function as a job, and returns the ended job."""

    def run(function: Any, stop: StopSignal | None = None) -> JobDetail:
        monkeypatch.setattr(registry, "_functions", {})
        job_type("work")(function)
        create_queued_job(engine, "job", "work", "t", priority=0, now=datetime.now(UTC))
        run_job("job", engine=engine, stop=stop or StopSignal(), lost_after=45, wait=lambda _: False)
        return read_job(engine, "job") or pytest.fail("no job")

    return run


def logged(engine: Engine) -> list[str]:
    return [line.partition(" INFO ")[2] for line in read_log_lines(engine, "job", 0, 100).lines]


class AsyncObject:
    async def __call__(self, job: RecordedJob, target: str) -> dict[str, str]:
        return await work(job, target)


async def work(job: RecordedJob, target: str) -> dict[str, str]:
    await asyncio.sleep(0)
    job.log("worked")
    return {"target": target}


async def work_with(_option: int, job: RecordedJob, target: str) -> dict[str, str]:
    return await work(job, target)


@pytest.mark.parametrize(
    "function", [work, AsyncObject(), partial(work_with, 1)], ids=["function", "object", "partial"]
)
def test_async_function_runs_to_its_end(run: Run, engine: Engine, function: Any) -> None:
    job = run(function)
    assert (job.status, job.summary) == ("completed", '{"target": "t"}')
    assert logged(engine) == ["worked"]


def test_async_function_that_raises_fails_its_job(run: Run) -> None:
    async def fail(_job: RecordedJob, _target: str) -> None:
        await asyncio.sleep(0)
        raise ValueError("boom")

    job = run(fail)
    assert (job.status, job.error) == ("failed", "ValueError: boom")


@pytest.mark.parametrize("where", ["in the function", "in the event loop"])
def test_async_function_is_stopped_with_its_worker(run: Run, engine: Engine, where: str) -> None:
    stop = StopSignal()

    async def wait(job: RecordedJob, _target: str) -> None:
        try:
            if where == "in the function":
                stop.request(SHUT_DOWN)
            asyncio.get_running_loop().call_soon(stop.request, SHUT_DOWN)
            await asyncio.sleep(3600)
        finally:
            job.log("cleaned up")

    job = run(wait, stop)
    assert (job.status, job.error) == ("failed", SHUT_DOWN)
    assert logged(engine) == ["cleaned up"]


def test_async_function_that_is_cancelled_ends_as_cancelled(run: Run) -> None:
    async def cancel(_job: RecordedJob, _target: str) -> None:
        asyncio.current_task().cancel("no longer needed")  # type: ignore[union-attr]
        await asyncio.sleep(3600)

    job = run(cancel)
    assert (job.status, job.error) == ("cancelled", "the asyncio task was cancelled: no longer needed")


def generator(job: RecordedJob, _target: str) -> Iterator[int]:
    job.log("never")
    yield 1


async def async_generator(job: RecordedJob, _target: str) -> AsyncIterator[int]:
    job.log("never")
    yield 1


class GeneratorObject:
    def __call__(self, _job: RecordedJob, _target: str) -> Iterator[int]:
        yield 1


@pytest.mark.parametrize("function", [generator, async_generator, GeneratorObject(), partial(generator), "work", None])
def test_function_that_would_not_run_is_refused(function: Any) -> None:
    with pytest.raises(TypeError, match="a job type is a function"):
        job_type("refused")(function)
    assert registry.find_job_type("refused") is None


def unfinished_values() -> dict[str, Callable[[RecordedJob, str], Any]]:
    """Functions that return work which has not been done, by the class of what they return."""
    pool = ThreadPoolExecutor(1)
    return {
        "coroutine": lambda job, target: work(job, target),
        "generator": lambda job, target: generator(job, target),
        "async_generator": lambda job, target: async_generator(job, target),
        "map": lambda job, _target: map(job.log, ["never"]),
        "Future": lambda _job, _target: pool.submit(time.sleep, 0),
    }


@pytest.mark.parametrize("kind", unfinished_values())
@pytest.mark.filterwarnings("error")
def test_unfinished_result_fails_the_job(run: Run, engine: Engine, kind: str) -> None:
    job = run(unfinished_values()[kind])
    assert job.status == "failed"
    assert f"returned a {kind}, which is work that has not been done" in job.error
    assert logged(engine) == []


@pytest.mark.parametrize("result", [None, {"files": 1}, [1, 2], "text", 7])
def test_finished_result_becomes_the_summary(run: Run, result: Any) -> None:
    job = run(lambda _job, _target: result)
    assert job.status == "completed"
    assert bool(job.summary) == (result is not None)


@pytest.mark.parametrize(("code", "status"), [(0, "completed"), (None, "completed"), (2, "failed"), ("why", "failed")])
def test_exit_of_a_function_ends_its_job_only(run: Run, code: Any, status: str) -> None:
    def leave(_job: RecordedJob, _target: str) -> None:
        raise SystemExit(code)

    assert run(leave).status == status
    assert threading.current_thread() is threading.main_thread()
