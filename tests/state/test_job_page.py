"""User story 2: what a job's page is sent."""

import time

from jobs_app.following import JobNow
from jobs_app.pages.job import JobFacts


def test_times_of_a_job_that_was_deleted_while_the_session_was_lost_stand_still() -> None:
    facts = JobFacts(_reflex_internal_init=True)  # type: ignore[call-arg]
    facts._show(JobNow(None))
    assert facts.gone
    assert abs(facts.seen / 1000 - time.time()) < 60
