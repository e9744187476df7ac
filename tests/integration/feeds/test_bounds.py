"""What is kept of the reads of pages is bounded: clients may open any number of views and jobs."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from jobs_app.feeds.job_list import REMEMBERED_VIEWS, JobListFeed
from jobs_app.feeds.open_jobs import FORGET_AFTER_SECONDS, MAX_FEEDS, OpenJobs
from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.filters import JobFilter
from jobs_app.settings.polling import PollingConfig
from tests.browser.objects.jobs import Jobs


def test_feeds_read_longest_ago_are_forgotten_first(database: Engine) -> None:
    ids = Jobs(database).add(MAX_FEEDS + 10)
    now = 1e9
    with ThreadPoolExecutor(1) as executor:
        open_jobs = OpenJobs(database, PollingConfig(), executor, AttentionRules, lambda: now)
        for job_id in ids:
            open_jobs._read_job(job_id)
            open_jobs._read_job(ids[0])
        assert list(open_jobs._feeds) == [*ids[11:], ids[0]]
        open_jobs._feeds[ids[20]].read_at = now  # The clock of the feeds is that of the machine.
        now = max(feed.read_at for feed in open_jobs._feeds.values()) + FORGET_AFTER_SECONDS + 1
        open_jobs._read_job(ids[-1])
        assert list(open_jobs._feeds) == []


def test_remembered_views_hold_no_rows_and_are_bounded(database: Engine) -> None:
    Jobs(database).add(3)
    feed = JobListFeed(database, AttentionRules)
    for number in range(REMEMBERED_VIEWS + 10):
        assert len(feed.read(JobFilter(size=1, types=("scan", f"type {number}"))).rows) == 1
    assert len(feed._facets) <= REMEMBERED_VIEWS + 1
    assert not any(hasattr(facets, "rows") for facets in feed._facets.values())
