"""The server's own look for jobs whose worker died: no worker need be alive for it."""

import asyncio
import logging
from collections.abc import Callable

REAP_EVERY = 10.0
"""Seconds between two looks."""

logger = logging.getLogger(__name__)


async def keep_failing_lost_jobs(fail_lost: Callable[[], int], every: float = REAP_EVERY) -> None:
    """Runs as long as the server; what goes wrong is said once, until a look succeeds."""
    away = False
    while True:
        try:
            if lost := await asyncio.to_thread(fail_lost):
                logger.warning("%d lost jobs failed", lost)
            away = False
        except Exception as error:
            if not away:
                logger.warning("no look for lost jobs: %s", error)
            away = True
        await asyncio.sleep(every)
