"""The threads in which open pages are read."""

import os
import sys
from concurrent.futures import Executor, ThreadPoolExecutor

from jobs_app.jobs.filters import JobFilter

READERS = 8
"""Reads at the same time: as many as SQLAlchemy's pool holds connections with some overflow."""
SEARCHERS_ON_SQLITE, SEARCHERS_ON_POSTGRESQL = 1, 4
"""Searches at the same time: each reads all jobs, and SQLite does that in this process."""
SEARCH_NICENESS = 10


class ReadThreads:
    """Thread pools: for searches, which are slow, for statistics, which are in no hurry, and for every other read."""

    def __init__(self, on_sqlite: bool) -> None:
        searchers = SEARCHERS_ON_SQLITE if on_sqlite else SEARCHERS_ON_POSTGRESQL
        self.readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self.searchers = ThreadPoolExecutor(searchers, thread_name_prefix="search", initializer=lower_priority)
        self.statistics = ThreadPoolExecutor(1, thread_name_prefix="statistics", initializer=lower_priority)

    def for_view(self, view: JobFilter) -> Executor:
        """The pool that a view of the list is read in."""
        return self.searchers if view.search else self.readers


def lower_priority() -> None:
    """Run this thread when no other wants to; only Linux has a niceness for each thread."""
    if sys.platform == "linux":
        os.nice(SEARCH_NICENESS)
