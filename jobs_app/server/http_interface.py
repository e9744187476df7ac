"""The HTTP interface beside the pages: jobs as JSON, and health."""

from collections.abc import Callable

from sqlalchemy import Engine
from starlette.applications import Starlette

from jobs_app.database import open_database
from jobs_app.jobs.attention import AttentionRules
from jobs_app.server import api, health
from jobs_app.server.api import Bulkheads
from jobs_app.server.readiness import Readiness
from jobs_app.settings import Settings

CACHE_KIB = 1_000
"""For each of 17 connections to SQLite: a search reads all jobs, whatever the size of the cache."""


def http_interface(settings: Settings, open_pages: Callable[[], int], rules: Callable[[], AttentionRules]) -> Starlette:
    """`open_pages` returns for how many pages this process polls, `rules` which jobs need attention."""

    def open_engine(connections: int) -> Engine:
        return open_database(settings.database_url, connections=connections, cache_kib=CACHE_KIB)

    readiness = Readiness(open_engine(1), settings.redis_url)
    jobs = api.routes(Bulkheads.open(open_engine), rules)
    return Starlette(routes=[*jobs, *health.routes(readiness, open_pages)])
