"""The vars of a job's page."""

import time

import pytest

from jobs_app.dashboard.pages.job import JobDetails
from jobs_app.feeds.job import JobUpdate


@pytest.mark.requirement("EC-5")
def test_job_deleted_without_a_session_does_not_tick() -> None:
    details = JobDetails(_reflex_internal_init=True)  # type: ignore[call-arg]
    details._show(JobUpdate(None))
    assert details.gone
    assert abs(details.last_seen / 1000 - time.time()) < 60
