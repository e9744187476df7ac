"""The reaper: fails the jobs of workers that died, and queues again what was lost on its way to one."""

import logging
from datetime import datetime

from huey.consumer import Scheduler
from sqlalchemy import Engine

from jobs_app.database import open_database
from jobs_app.worker.claims import fail_lost_jobs, waiting_jobs
from jobs_app.worker.queue import JobQueue
from jobs_app.worker.stop import StopFlag, stop_with_main_process

INTERVAL = 10.0
"""Seconds between two looks for lost jobs."""
BUSY_TIMEOUT = 1.0
"""Seconds that a look waits for a lock: there is another look soon, and the worker must be able to stop."""
ON_ITS_WAY = 30.0
"""Seconds after which a queued job must be in the queue."""
MOST_WAITING = 20_000
"""A longer queue is not searched: that would cost more than a hundredth of the time. It is when it got shorter."""

logger = logging.getLogger("jobs_app.worker")


class Reaper(Scheduler):
    """Runs where Huey has its scheduler for periodic tasks, in a process of its own that Huey keeps alive."""

    process_name = "Reaper"

    def __init__(
        self, *, queue: JobQueue, stop_flag: StopFlag, database_url: str, interval: float, forked: bool
    ) -> None:
        super().__init__(queue.huey, stop_flag, interval=1, periodic=False)
        self._queue, self._url, self._pause, self._forked = queue, database_url, interval, forked

    def initialize(self) -> None:
        self._engine = open_database(self._url, busy_timeout=BUSY_TIMEOUT)
        if self._forked:
            stop_with_main_process(self.stop_flag)

    def loop(self, now: datetime | None = None) -> None:
        try:
            if lost := fail_lost_jobs(self._engine):
                logger.warning("%d lost jobs failed", lost)
            if found := queue_again(self._engine, self._queue):
                logger.warning("%d queued jobs were missing from the queue and are in it again", found)
        except Exception as error:  # Queues raise what they like.
            logger.debug("no look for lost jobs: %s", error)
        self.stop_flag.wait(self._pause)


def queue_again(engine: Engine, queue: JobQueue) -> int:
    """Put the jobs that wait for workers back into the queue if they are not in it; returns how many.

    A worker takes a job from the queue before it claims it: if it dies in between, or the program that queued the job
    did so half-way, the job would wait for ever. One that is about to be claimed may be queued twice, but runs once.
    """
    if len(queue) > MOST_WAITING:
        return 0
    waiting = waiting_jobs(engine, older_than=ON_ITS_WAY, limit=MOST_WAITING)
    missing = waiting.keys() - queue.ids() if waiting else ()
    for job_id in filter(missing.__contains__, waiting):
        queue.put(job_id, waiting[job_id])
    return len(missing)
