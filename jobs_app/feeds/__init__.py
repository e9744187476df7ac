"""The reads that are polled for open pages: one read for all viewers of the same view."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine

from jobs_app.database import open_database
from jobs_app.feeds.attention_rules import LatestRules
from jobs_app.feeds.job_list import JobListFeed
from jobs_app.feeds.open_jobs import OpenJobs
from jobs_app.feeds.threads import ReadThreads
from jobs_app.feeds.throttled_searches import throttled_searches
from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.error_groups import ErrorGroups
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.insights import InsightsView
from jobs_app.jobs.insights_figures import Insights
from jobs_app.jobs.overview import Overview
from jobs_app.jobs.snapshots import JobListSnapshot
from jobs_app.polling.shared_reads import SharedReads
from jobs_app.queries import InsightsReads, read_attention_rules, read_error_groups, read_overview, read_workers
from jobs_app.settings import Settings
from jobs_app.settings.polling import PollingConfig

LOCK_TIMEOUT_SECONDS = 1.0
"""How long a read waits for a lock on a SQLite file: less than a poll may take, so that the cause is known."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """The reads that pages poll, with the configuration of their polling."""

    polling: PollingConfig
    database: Engine
    job_list: SharedReads[JobFilter, JobListSnapshot]
    job: OpenJobs
    error_groups: SharedReads[JobFilter, ErrorGroups]
    adjacent: SharedReads[tuple[JobFilter, str], tuple[str, str]]
    attention_rules: Callable[[], AttentionRules]
    """The current rules; it may read the database, and blocks."""
    workers: SharedReads[str, tuple[str, ...]]
    """The names of the known workers, of which there is one view: ""."""
    overview: SharedReads[None, Overview]
    insights: SharedReads[InsightsView, Insights]


def open_feeds(settings: Settings) -> Feeds:
    """The feeds of the configured database; connections and threads come with the first read."""
    database = open_database(settings.database_url, busy_timeout=LOCK_TIMEOUT_SECONDS)
    threads = ReadThreads(on_sqlite=database.dialect.name == "sqlite")
    rules = LatestRules(partial(read_attention_rules, database, settings.stalled_after_seconds), threads.statistics)
    job_list, insights = JobListFeed(database, rules.latest), InsightsReads(database)

    def error_groups(view: JobFilter) -> ErrorGroups:
        return read_error_groups(database, view, datetime.now(UTC))

    return Feeds(
        settings.polling,
        database,
        SharedReads(throttled_searches(database, job_list.read), threads.for_view),
        OpenJobs(database, settings.polling, threads.readers, rules.latest),
        SharedReads(throttled_searches(database, error_groups), threads.for_view),
        SharedReads(job_list.read_adjacent, lambda place: threads.for_view(place[0])),
        rules.latest,
        SharedReads(lambda _: read_workers(database), lambda _: threads.readers),
        SharedReads(lambda _: read_overview(database, datetime.now(UTC)), lambda _: threads.statistics),
        SharedReads(lambda view: insights.read(view, datetime.now(UTC)), lambda _: threads.statistics),
    )
