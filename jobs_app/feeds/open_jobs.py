"""Reads of single jobs for open pages."""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock

from sqlalchemy import Engine

from jobs_app.feeds.job import JobFeed, JobUpdate
from jobs_app.jobs.attention import AttentionRules
from jobs_app.polling.shared_reads import ReadResult, SharedReads
from jobs_app.settings.polling import PollingConfig

FORGET_AFTER_SECONDS = 300.0
"""Time without a read, longer than any back-off, after which no page of a job is open."""
MAX_FEEDS = 200
"""Jobs that are remembered between reads, about 120 kB each; others are read anew each time."""


class OpenJobs(SharedReads[str, JobUpdate]):
    """One feed for each job with an open page, shared by all its viewers."""

    def __init__(
        self,
        engine: Engine,
        polling: PollingConfig,
        executor: Executor,
        rules: Callable[[], AttentionRules],
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(self._read_job, lambda _: executor)
        self._engine, self._polling, self._rules, self._now = engine, polling, rules, wall
        self._feeds: dict[str, JobFeed] = {}
        """The feed that was read last is the last one."""
        self._lock = Lock()

    async def answer(self, view: str, max_age: float = 0.0) -> ReadResult[JobUpdate]:
        """As for every view. A read that was requested brings the log too, which else has an interval of its own."""
        if not max_age and (feed := self._feeds.get(view)):
            feed.request_log()
        return await super().answer(view, max_age)

    def _read_job(self, job_id: str) -> JobUpdate:
        feed = self._feeds.get(job_id)
        if feed is None:
            feed = JobFeed(self._engine, job_id, self._polling.log_interval, self._polling.interval, self._rules)
        update = feed.read()
        with self._lock:
            self._feeds.pop(job_id, None)
            # Nothing is stored for jobs that do not exist: clients may request any id.
            if update.detail:
                self._feeds[job_id] = feed
            self._forget_oldest(self._now() - FORGET_AFTER_SECONDS)
        return update

    def _forget_oldest(self, before: float) -> None:
        """Forget the feeds that nobody reads any longer, and those that were read first beyond MAX_FEEDS."""
        oldest = list(self._feeds.items())
        for number, (job_id, feed) in enumerate(oldest):
            if len(oldest) - number <= MAX_FEEDS and feed.read_at >= before:
                break
            del self._feeds[job_id]
