"""One worker process: fetches a job, runs it, fetches the next."""

import logging
import os
from datetime import datetime
from typing import Any

from huey.consumer import Worker

from jobs_app.database import open_database
from jobs_app.database.failure_log import FailureLog
from jobs_app.settings.urls import shown_url
from jobs_app.worker.queue import JobQueue, QueueError, queue_reason
from jobs_app.worker.run_job import run_job
from jobs_app.worker.stop import listen_for_stop, stop_with_main_process

logger = logging.getLogger("jobs_app.worker")


class JobWorker(Worker):
    """Fetches one job after the other from the queue."""

    def __init__(self, *, queue: JobQueue, database_url: str, lost_after: int, forked: bool, **timing: Any) -> None:
        super().__init__(huey=queue.huey, **timing)
        self._queue, self._url, self._lost_after, self._forked = queue, database_url, lost_after, forked
        self._outage = FailureLog(logger)
        self._main_process = os.getpid()

    def initialize(self) -> None:
        """A forked process opens its own connections: SQLite and PostgreSQL forbid to share them."""
        self._engine = open_database(self._url)
        self._stop = listen_for_stop(self._main_process)
        if self._forked:
            stop_with_main_process(self.stop_flag, self._main_process)

    def loop(self, now: datetime | None = None) -> None:
        try:
            taken = self._queue.take()
        except Exception as error:
            self._outage.failed("waiting for the queue %s: %s", shown_url(self._queue.url), queue_reason(error))
            return self.sleep()
        self._outage.succeeded()
        if taken is not None:
            self.delay = self.default_delay
            self._run(*taken)
        elif not self.huey.storage.blocking:
            self.sleep()

    def _run(self, job_id: str, priority: int) -> None:
        done = run_job(
            job_id, engine=self._engine, stop=self._stop, lost_after=self._lost_after, wait=self.stop_flag.wait
        )
        if not done:
            try:
                self._queue.put(job_id, priority)
            except QueueError as error:
                logger.error("job %s waits until the reaper finds it missing from the queue: %s", job_id, error)

    def shutdown(self) -> None:
        self._engine.dispose()
        self._queue.close()
