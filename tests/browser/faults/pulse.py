"""A second witness of the age of what a page shows: each job's count is the time at which it was written."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.browser.jobs import Jobs

PULSE = ".c-progress .count"
"""Where a page shows it: the title holds the time in ms since 1970."""


@contextmanager
def written(jobs: Jobs) -> Iterator[None]:
    """Ten times a second; a database that is away is tried again."""
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.1):
            try:
                jobs.sql("UPDATE jobs SET total_count = NULL, processed_count = :now", now=round(time.time() * 1000))
            except Exception:
                continue

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()
