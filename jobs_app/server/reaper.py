"""The server's own reaper: fails jobs whose worker died, and adds fingerprints, so that no worker has to be alive."""

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy import Engine

from jobs_app.database.failure_log import FailureLog
from jobs_app.database.writable import write_problem
from jobs_app.worker.error_fingerprints import add_fingerprints
from jobs_app.worker.lost_jobs import fail_lost_jobs

REAP_INTERVAL_SECONDS = 10.0

logger = logging.getLogger(__name__)


def fail_lost_jobs_if_writable(engine: Engine) -> int:
    """Fail the lost jobs; returns how many. On a standby, or with a role that may only read, none."""
    return 0 if write_problem(engine) else fail_lost_jobs(engine)


def add_fingerprints_if_writable(engine: Engine) -> int:
    """Add the missing fingerprints; returns how many. On a standby, or with a role that may only read, none."""
    return 0 if write_problem(engine) else add_fingerprints(engine)


async def keep_failing_lost_jobs(fail_lost: Callable[[], int], interval: float = REAP_INTERVAL_SECONDS) -> None:
    """Call `fail_lost`, which returns how many jobs it failed, in a thread, every so many seconds, until cancelled.

    An error is logged once, until a call succeeds.
    """

    def report() -> None:
        if lost := fail_lost():
            logger.warning("%d lost jobs failed", lost)

    await _repeat(report, "lost jobs cannot be looked for: %s", interval)


async def keep_adding_fingerprints(add: Callable[[], int], interval: float = REAP_INTERVAL_SECONDS) -> None:
    """The same for `add`, which returns how many fingerprints it added."""
    await _repeat(add, "fingerprints of errors cannot be added: %s", interval)


async def _repeat(call: Callable[[], object], problem: str, interval: float) -> None:
    outage = FailureLog(logger)
    while True:
        try:
            await asyncio.to_thread(call)
            outage.succeeded()
        except Exception as error:
            outage.failed(problem, error)
        await asyncio.sleep(interval)
