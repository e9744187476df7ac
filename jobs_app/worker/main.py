"""`jobs worker`: a Huey consumer whose processes run queued jobs."""

import logging
import multiprocessing
import os
import signal
import time
from dataclasses import dataclass

from huey.consumer import Consumer

from jobs_app.database import open_database
from jobs_app.database.migrations import prepare
from jobs_app.database.safe_log import SafeFormatter
from jobs_app.recorder import LOST_AFTER_SECONDS
from jobs_app.settings import Settings
from jobs_app.settings.urls import shown_url
from jobs_app.worker.parent_process import has_ended
from jobs_app.worker.queue import JobQueue
from jobs_app.worker.reaper import REAPER_INTERVAL_SECONDS, Reaper
from jobs_app.worker.registry import load_job_types
from jobs_app.worker.worker_process import JobWorker
from jobs_app.worker.writable import wait_until_writable

DEFAULT_WORKERS = 2
MAX_DELAY_SECONDS = 0.5
"""Between two reads of a queue that cannot wake its workers."""
HEALTH_CHECK_SECONDS = 1.0
"""Between two searches for worker processes that died."""
STOP_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]
STOP_TIMEOUT_SECONDS = 2.5
"""After this a process that does not stop is killed."""

logger = logging.getLogger("jobs_app.worker")


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How a worker runs; `lost_after` in seconds, `parent` the id of the process with which it ends."""

    workers: int = DEFAULT_WORKERS
    parent: int | None = None
    lost_after: int = LOST_AFTER_SECONDS
    modules: tuple[str, ...] = ()


def run_worker(settings: Settings, options: WorkerOptions = WorkerOptions()) -> None:
    """Run queued jobs until SIGTERM, SIGINT or SIGHUP; then stop within 5 s.

    Raises SchemaError, QueueError, ImportError for a module of job types, and what the database raises.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("jobs_app").setLevel(logging.INFO)
    logging.getLogger("huey").setLevel(logging.ERROR)
    load_job_types(options.modules)
    prepare(settings.database_url)
    if not wait_until_writable(open_database(settings.database_url), lambda: _is_orphaned(options)):
        return
    queue = JobQueue(settings.queue)
    consumer = JobConsumer(queue, settings.database_url, options)
    logger.info("worker %d runs %d jobs at a time from %s", os.getpid(), options.workers, shown_url(settings.queue))
    consumer.run()
    consumer.kill_remaining()
    logger.info("worker %d stopped", os.getpid())


def _is_orphaned(options: WorkerOptions) -> bool:
    return options.parent is not None and has_ended(options.parent)


class JobConsumer(Consumer):
    """Huey's consumer for our workers; the reaper takes the place of its scheduler."""

    def __init__(self, queue: JobQueue, database_url: str, options: WorkerOptions) -> None:
        self._queue, self._url, self._options = queue, database_url, options
        self._forked = "fork" in multiprocessing.get_all_start_methods()
        super().__init__(
            queue.huey,
            workers=options.workers,
            worker_type="process" if self._forked else "thread",
            periodic=False,
            max_delay=MAX_DELAY_SECONDS,
            health_check_interval=HEALTH_CHECK_SECONDS,
        )
        self._signal_actions = dict.fromkeys(STOP_SIGNALS, (False, False))

    def loop(self, health_check_ts: float | None = None) -> float | None:
        if _is_orphaned(self._options):
            self._handle_signal(signal.SIGTERM, None)
        return super().loop(health_check_ts)

    def kill_remaining(self) -> None:
        """Kill the processes that did not stop; their jobs are lost."""
        if not self._forked:
            return
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        for process in (*(process for _, process in self.worker_threads), self.scheduler):
            process.join(max(deadline - time.monotonic(), 0))
            if process.is_alive():
                logger.warning("worker process %s did not stop and is killed", process.pid)
                process.kill()

    def _create_worker(self) -> JobWorker:
        return JobWorker(
            queue=self._queue,
            database_url=self._url,
            lost_after=self._options.lost_after,
            forked=self._forked,
            stop_flag=self.stop_flag,
            default_delay=self.default_delay,
            max_delay=self.max_delay,
            backoff=self.backoff,
        )

    def _create_scheduler(self) -> Reaper:
        pause = min(REAPER_INTERVAL_SECONDS, self._options.lost_after)
        return Reaper(
            queue=self._queue, stop_flag=self.stop_flag, database_url=self._url, interval=pause, forked=self._forked
        )
