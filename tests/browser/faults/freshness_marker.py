"""A second witness of the age of what a page shows: each job's count is the time at which it was written."""

import time
from contextlib import AbstractContextManager

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.writer import repeated

PULSE = ".c-progress .count"
"""Where a page shows it: the title holds the time in ms since 1970."""


def written(jobs: Jobs) -> AbstractContextManager[None]:
    """Ten times a second."""
    statement = "UPDATE jobs SET total_count = NULL, processed_count = :now"
    return repeated(lambda: jobs.sql(statement, now=round(time.time() * 1000)))
