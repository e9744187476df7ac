"""The reaper: fails the jobs of workers that died, requeues jobs that are missing from the queue, and adds the
fingerprints of errors that other programs wrote."""

import logging
import os
from datetime import datetime

from huey.consumer import Scheduler
from sqlalchemy import Engine

from jobs_app.database import open_database
from jobs_app.worker.claims import queued_jobs
from jobs_app.worker.error_fingerprints import add_fingerprints
from jobs_app.worker.lost_jobs import fail_lost_jobs
from jobs_app.worker.queue import JobQueue
from jobs_app.worker.stop import StopFlag, stop_with_main_process

REAPER_INTERVAL_SECONDS = 10.0
"""Between two searches for lost jobs."""
REAPER_BUSY_TIMEOUT_SECONDS = 1.0
"""How long a search waits for a lock: there is another one soon, and the worker must be able to stop."""
ENQUEUE_GRACE_SECONDS = 30.0
"""After this a queued job must be in the queue."""
MAX_SEARCHED_MESSAGES = 20_000
"""A longer queue is not searched, since that would take more than 1 % of the time, until it is shorter."""

logger = logging.getLogger("jobs_app.worker")


class Reaper(Scheduler):
    """Runs where Huey has its scheduler for periodic tasks, in a process of its own that Huey keeps alive."""

    process_name = "Reaper"

    def __init__(
        self, *, queue: JobQueue, stop_flag: StopFlag, database_url: str, interval: float, forked: bool
    ) -> None:
        super().__init__(queue.huey, stop_flag, interval=1, periodic=False)
        self._main_process = os.getpid()
        self._queue, self._url, self._pause, self._forked = queue, database_url, interval, forked

    def initialize(self) -> None:
        self._engine = open_database(self._url, busy_timeout=REAPER_BUSY_TIMEOUT_SECONDS)
        if self._forked:
            stop_with_main_process(self.stop_flag, self._main_process)

    def loop(self, now: datetime | None = None) -> None:
        try:
            if lost := fail_lost_jobs(self._engine):
                logger.warning("%d lost jobs failed", lost)
            if found := requeue_missing(self._engine, self._queue):
                logger.warning("%d queued jobs were missing from the queue and are requeued", found)
            add_fingerprints(self._engine, wait=self.stop_flag.wait)
        except Exception as error:  # Queues raise what they like.
            logger.debug("lost jobs cannot be looked for: %s", error)
        self.stop_flag.wait(self._pause)


def requeue_missing(engine: Engine, queue: JobQueue) -> int:
    """Put the jobs that are queued for workers into the queue if they are missing from it; returns how many.

    A worker takes a message from the queue before it claims the job: if it dies in between, or the program that
    enqueued the job died before it sent the message, the job would be queued for ever. One that is about to be claimed
    may be put there twice, but runs once.
    """
    if len(queue) > MAX_SEARCHED_MESSAGES:
        return 0
    waiting = queued_jobs(engine, older_than=ENQUEUE_GRACE_SECONDS, limit=MAX_SEARCHED_MESSAGES)
    missing = waiting.keys() - queue.ids() if waiting else ()
    for job_id in filter(missing.__contains__, waiting):
        queue.put(job_id, waiting[job_id])
    return len(missing)
