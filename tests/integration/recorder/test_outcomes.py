"""The end of a recorded block: its job ends as what it is, and the caller gets its own exception."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial

import pytest
from sqlalchemy import Engine

from jobs_app.jobs.snapshots import JobDetail
from jobs_app.queries import read_job
from jobs_app.recorder import record_job
from tests.support.unformattable_errors import UNFORMATTABLE


def job_of(engine: Engine, job_id: str) -> JobDetail:
    return read_job(engine, job_id) or pytest.fail(f"no job {job_id}")


@pytest.mark.parametrize("name", UNFORMATTABLE)
def test_caller_gets_its_own_exception(name: str, database: Engine) -> None:
    error = UNFORMATTABLE[name]
    caught: BaseException | None = None
    try:
        with record_job("import", engine=database) as job:
            raise error
    except BaseException as raised:
        caught = raised
    assert caught is error
    assert job_of(database, job.id).status == "failed"


def abandoned_generator(engine: Engine) -> str:
    def work() -> Iterator[str]:
        with record_job("sum", engine=engine) as job:
            yield job.id

    generator = work()
    job_id = next(generator)
    generator.close()
    return job_id


def in_event_loop(engine: Engine, end: Callable[[], Awaitable[None]]) -> str:
    async def work() -> None:
        with record_job("sum", engine=engine, id="asynchronous"):
            await end()

    with suppress(asyncio.CancelledError, TimeoutError):
        asyncio.run(work())
    return "asynchronous"


async def cancel_the_task() -> None:
    asyncio.current_task().cancel()  # type: ignore[union-attr]
    await asyncio.sleep(3600)


async def time_out() -> None:
    async with asyncio.timeout(0):
        await asyncio.sleep(3600)


@pytest.mark.parametrize(
    ("run", "status", "message"),
    [
        (abandoned_generator, "failed", "abandoned: the generator in which the job ran was closed"),
        (partial(in_event_loop, end=cancel_the_task), "cancelled", ""),
        (partial(in_event_loop, end=time_out), "failed", "TimeoutError: timed out"),
    ],
    ids=["abandoned generator", "cancelled task", "timeout"],
)
def test_end_of_a_block_is_recorded_as_what_it_is(
    database: Engine, run: Callable[[Engine], str], status: str, message: str
) -> None:
    job = job_of(database, run(database))
    assert job.status == status
    assert job.error.startswith(message)
    assert bool(job.error) == bool(message)
