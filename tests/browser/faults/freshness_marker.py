"""A freshness marker: each job's count is the time at which it was written."""

import time
from contextlib import AbstractContextManager

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.writer import repeated

FRESHNESS_MARKER = ".c-progress .count"
"""The element that shows it: its title holds the time in ms since 1970."""


def written(jobs: Jobs) -> AbstractContextManager[None]:
    """Write it ten times a second."""
    statement = "UPDATE jobs SET total_count = NULL, processed_count = :now"
    return repeated(lambda: jobs.sql(statement, now=round(time.time() * 1000)))
