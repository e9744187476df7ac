"""The server's own reaper: fails jobs whose worker died, so that no worker has to be alive for it."""

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy import Engine

from jobs_app.database.failure_log import FailureLog
from jobs_app.database.writable import write_problem
from jobs_app.worker.lost_jobs import fail_lost_jobs

REAP_INTERVAL_SECONDS = 10.0

logger = logging.getLogger(__name__)


def fail_lost_jobs_if_writable(engine: Engine) -> int:
    """Fail the lost jobs; returns how many. On a standby, or with a role that may only read, none."""
    return 0 if write_problem(engine) else fail_lost_jobs(engine)


async def keep_failing_lost_jobs(fail_lost: Callable[[], int], interval: float = REAP_INTERVAL_SECONDS) -> None:
    """Call `fail_lost`, which returns how many jobs it failed, in a thread, every so many seconds, until cancelled.

    An error is logged once, until a call succeeds.
    """
    outage = FailureLog(logger)
    while True:
        try:
            if lost := await asyncio.to_thread(fail_lost):
                logger.warning("%d lost jobs failed", lost)
            outage.succeeded()
        except Exception as error:
            outage.failed("lost jobs cannot be looked for: %s", error)
        await asyncio.sleep(interval)
