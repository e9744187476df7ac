"""User story 2: what a job's page is sent."""

import time

from jobs_app.dashboard.pages.job import JobDetails
from jobs_app.feeds.job import JobUpdate


def test_times_of_a_job_that_was_deleted_while_the_session_was_lost_stand_still() -> None:
    details = JobDetails(_reflex_internal_init=True)  # type: ignore[call-arg]
    details._show(JobUpdate(None))
    assert details.gone
    assert abs(details.last_seen / 1000 - time.time()) < 60
