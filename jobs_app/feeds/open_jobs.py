"""Reads of single jobs for open pages."""

import time
from collections.abc import Callable
from concurrent.futures import Executor

from sqlalchemy import Engine

from jobs_app.feeds.job import JobFeed, JobUpdate
from jobs_app.polling.shared_reads import ReadResult, SharedReads
from jobs_app.settings.polling import PollingConfig

FORGET_AFTER_SECONDS = 300.0
"""Time without a read, longer than any back-off, after which no page of a job is open."""


class OpenJobs(SharedReads[str, JobUpdate]):
    """One feed for each job with an open page, shared by all its viewers."""

    def __init__(
        self, engine: Engine, polling: PollingConfig, executor: Executor, wall: Callable[[], float] = time.time
    ) -> None:
        super().__init__(self._read_job, lambda _: executor)
        self._engine, self._polling, self._now = engine, polling, wall
        self._feeds: dict[str, JobFeed] = {}

    async def answer(self, view: str, max_age: float = 0.0) -> ReadResult[JobUpdate]:
        """As for every view. A read that was requested brings the log too, which else has an interval of its own."""
        if not max_age and (feed := self._feeds.get(view)):
            feed.request_log()
        return await super().answer(view, max_age)

    def _read_job(self, job_id: str) -> JobUpdate:
        feed = self._feeds.get(job_id)
        if feed is None:
            self._forget_closed(self._now() - FORGET_AFTER_SECONDS)
            feed = JobFeed(self._engine, job_id, self._polling.log_interval, self._polling.interval)
        update = feed.read()
        # Nothing is stored for jobs that do not exist: clients may request any id.
        if update.detail:
            self._feeds[job_id] = feed
        else:
            self._feeds.pop(job_id, None)
        return update

    def _forget_closed(self, before: float) -> None:
        for job_id, feed in list(self._feeds.items()):
            if feed.read_at < before:
                self._feeds.pop(job_id, None)
