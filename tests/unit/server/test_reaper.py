"""Jobs of killed workers are failed within a minute, also after errors."""

import asyncio
import inspect
import logging
import threading

import pytest

from jobs_app.cli import worker
from jobs_app.recorder import LOST_AFTER_SECONDS
from jobs_app.server.reaper import REAP_INTERVAL_SECONDS, keep_adding_fingerprints, keep_failing_lost_jobs
from jobs_app.worker.main import WorkerOptions
from jobs_app.worker.reaper import REAPER_INTERVAL_SECONDS


def test_lost_job_is_failed_within_a_minute() -> None:
    assert LOST_AFTER_SECONDS + REAPER_INTERVAL_SECONDS < 60
    assert LOST_AFTER_SECONDS + REAP_INTERVAL_SECONDS < 60
    assert WorkerOptions().lost_after == LOST_AFTER_SECONDS
    assert inspect.signature(worker).parameters["lost_after"].default == LOST_AFTER_SECONDS


def test_reaper_continues_after_errors_and_logs_once(caplog: pytest.LogCaptureFixture) -> None:
    looks = iter([RuntimeError("odd"), RuntimeError("odd"), 0, OSError("again"), 2])
    all_done = threading.Event()

    def look() -> int:
        found = next(looks, None)
        if isinstance(found, Exception):
            raise found
        if found is None:
            all_done.set()
        return found or 0

    async def all_looks() -> None:
        task = asyncio.create_task(keep_failing_lost_jobs(look, interval=0))
        assert await asyncio.to_thread(all_done.wait, 20)
        task.cancel()

    with caplog.at_level(logging.WARNING):
        asyncio.run(all_looks())
    messages = [record.getMessage() for record in caplog.records]
    assert messages == [
        "lost jobs cannot be looked for: odd",
        "lost jobs cannot be looked for: again",
        "2 lost jobs failed",
    ]


def test_fingerprints_are_added_again_after_an_error(caplog: pytest.LogCaptureFixture) -> None:
    adds = iter([OSError("no disk"), OSError("no disk"), 3])
    all_done = threading.Event()

    def add() -> int:
        found = next(adds, None)
        if isinstance(found, Exception):
            raise found
        if found is None:
            all_done.set()
        return found or 0

    async def all_adds() -> None:
        task = asyncio.create_task(keep_adding_fingerprints(add, interval=0))
        assert await asyncio.to_thread(all_done.wait, 20)
        task.cancel()

    with caplog.at_level(logging.WARNING):
        asyncio.run(all_adds())
    assert [record.getMessage() for record in caplog.records] == ["fingerprints of errors cannot be added: no disk"]
