"""Where the pages read: the database of the settings, shared by all viewers of this process."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from jobs_app.database import open_database
from jobs_app.filters import JobFilter
from jobs_app.following import Follower, JobNow
from jobs_app.polling.hub import Hub, Read
from jobs_app.polling.unhurried import Unhurried
from jobs_app.queries import job_page
from jobs_app.queries.neighbours import neighbours
from jobs_app.settings import load_settings
from jobs_app.snapshots import JobPage

READERS = 8
"""Reads at once: as many as SQLAlchemy's pool holds connections with some overflow."""

SEARCHERS = {True: 1, False: 4}
"""Searches at once, on SQLite or not: each reads all jobs, and SQLite does that in this process."""

LOCK_WAIT = 1.0
"""Seconds that a read waits for a lock on a SQLite file: less than a poll may take, so that its cause is known."""

REMEMBERED = 500
"""Views whose last page spares the next read of them some counting."""

LEFT_AFTER = 300.0
"""Seconds without a read, longer than any back-off, after which nobody has a job's page open."""


def _give_way() -> None:
    """Let this thread run when no other wants to; only on Linux has each thread a niceness of its own."""
    if sys.platform == "linux":
        os.nice(10)


settings = load_settings()
polling = settings.polling
database = open_database(settings.database_url, busy_timeout=LOCK_WAIT)

on_sqlite = database.dialect.name == "sqlite"
_threads = ThreadPoolExecutor(READERS, thread_name_prefix="read")
_searchers = ThreadPoolExecutor(SEARCHERS[on_sqlite], thread_name_prefix="search", initializer=_give_way)


def _threads_for(view: JobFilter) -> ThreadPoolExecutor:
    return _searchers if view.search else _threads


_last_pages: dict[JobFilter, JobPage] = {}


def _read_page(view: JobFilter) -> JobPage:
    page = job_page(database, view, datetime.now(UTC), _last_pages.get(view))
    if len(_last_pages) > REMEMBERED:
        _last_pages.clear()
    _last_pages[view] = page
    return page


_search_page = Unhurried(_read_page) if on_sqlite else _read_page


def _read_list(view: JobFilter) -> JobPage:
    return _search_page(view) if view.search else _read_page(view)


_followers: dict[str, Follower] = {}


def _read_job(job_id: str) -> JobNow:
    follower = _followers.get(job_id)
    if follower is None:
        _forget_followers(time.time() - LEFT_AFTER)
        follower = Follower(database, job_id, polling.log_interval, polling.interval)
    now = follower.read()
    # Nothing is remembered of jobs that are not there: anybody may ask for any id.
    if now.detail:
        _followers[job_id] = follower
    else:
        _followers.pop(job_id, None)
    return now


def _forget_followers(before: float) -> None:
    for job_id, follower in list(_followers.items()):
        if follower.read_at < before:
            _followers.pop(job_id, None)


class _FollowedJobs(Hub[str, JobNow]):
    """Who asks for a job at once wants its log as well, which else has an interval of its own."""

    async def answer(self, view: str, max_age: float = 0.0) -> Read[JobNow]:
        if not max_age and (follower := _followers.get(view)):
            follower.want_log()
        return await super().answer(view, max_age)


def _read_neighbours(place: tuple[str, str]) -> tuple[str, str]:
    query, job_id = place
    return neighbours(database, JobFilter.from_query(query), job_id, datetime.now(UTC))


job_pages: Hub[JobFilter, JobPage] = Hub(_read_list, _threads_for)
followed_jobs: Hub[str, JobNow] = _FollowedJobs(_read_job, lambda _: _threads)
neighbours_of: Hub[tuple[str, str], tuple[str, str]] = Hub(
    _read_neighbours, lambda place: _threads_for(JobFilter.from_query(place[0]))
)
"""The jobs before and after one, by its id, in the list that a query asks for."""
