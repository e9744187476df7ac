"""The composition root: the app with its pages, its HTTP interface and its background tasks."""
# pyright: reportUnknownMemberType=false

from functools import partial

import reflex as rx
from starlette.types import ASGIApp

from jobs_app.dashboard.browser.connection import ConnectionMonitor
from jobs_app.dashboard.opened_feeds import use_feeds
from jobs_app.dashboard.pages.adjacent_jobs import AdjacentJobs
from jobs_app.dashboard.pages.insights import InsightsPolling, insights
from jobs_app.dashboard.pages.job import JobPolling, job
from jobs_app.dashboard.pages.job_list import JobListPolling, job_list
from jobs_app.dashboard.pages.not_found import not_found
from jobs_app.dashboard.pages.overview import OverviewPolling
from jobs_app.dashboard.reflex_internals import config, events
from jobs_app.dashboard.reflex_internals.closed_sessions import keep_sessions_few
from jobs_app.dashboard.refresh import KEPT_VARS, viewers
from jobs_app.feeds import open_feeds
from jobs_app.server import middleware
from jobs_app.server.build import BUILT
from jobs_app.server.event_filter import EventFilter
from jobs_app.server.garbage import exempt_loaded_code
from jobs_app.server.http_interface import http_interface
from jobs_app.server.log_rate_limit import limit_log
from jobs_app.server.middleware import Access
from jobs_app.server.reaper import (
    add_fingerprints_if_writable,
    fail_lost_jobs_if_writable,
    keep_adding_fingerprints,
    keep_failing_lost_jobs,
)
from jobs_app.server.shutdown import ends_in_time
from jobs_app.settings import load_settings

settings = load_settings()
config.log_notices(settings.notices)
feeds = use_feeds(open_feeds(settings))


def event_filter() -> EventFilter:
    """The filter for what the pages send; to be called when all pages are added."""
    return EventFilter(events.client_events(), events.INTERNAL_EVENTS, events.BOOT_EVENT, KEPT_VARS)


def deliver(app: ASGIApp) -> ASGIApp:
    limit_log()
    access = Access.of(settings, config.development_origins())
    return middleware.delivered(app, BUILT / "client", event_filter(), access)


config.disable_cors()
app = rx.App(
    stylesheets=["/jobs.css"],
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")],
    html_lang="en",
    toaster=None,
    extra_app_wraps={(5, "Overlay"): lambda _: ConnectionMonitor.create()},
    api_transformer=[http_interface(settings, lambda: viewers.loops, feeds.attention_rules), deliver],
)
app.register_lifespan_task(ends_in_time)
app.register_lifespan_task(exempt_loaded_code)
app.register_lifespan_task(keep_sessions_few, reflex_app=app)
app.register_lifespan_task(keep_failing_lost_jobs, fail_lost=partial(fail_lost_jobs_if_writable, feeds.database))
app.register_lifespan_task(keep_adding_fingerprints, add=partial(add_fingerprints_if_writable, feeds.database))
app.add_page(job_list, route="/jobs", title="Jobs", on_load=[JobListPolling.poll, OverviewPolling.poll])
app.add_page(job, route="/jobs/[job_id]", title="Job", on_load=[JobPolling.poll, AdjacentJobs.find])
app.add_page(insights, route="/insights", title="Insights", on_load=InsightsPolling.poll)
app.add_page(not_found, route="404", title="Page not found")
app.add_page(rx.fragment, route="/", title="Jobs", on_load=rx.redirect("/jobs", replace=True))
