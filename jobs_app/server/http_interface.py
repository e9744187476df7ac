"""The HTTP interface beside the pages: jobs as JSON, and health."""

from collections.abc import Callable

from starlette.applications import Starlette

from jobs_app.server import api, health
from jobs_app.settings import Settings


def http_interface(settings: Settings, open_pages: Callable[[], int]) -> Starlette:
    """`open_pages` returns for how many pages this process polls."""
    engine = api.open_engine(settings)
    return Starlette(routes=[*api.routes(engine), *health.routes(engine, open_pages, settings.redis_url)])
