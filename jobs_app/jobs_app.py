"""The app: its pages, its HTTP interface and what runs beside them, put together."""
# pyright: reportUnknownMemberType=false

import logging
import os
from collections.abc import Callable
from functools import partial
from typing import Any

import reflex as rx
from reflex_base.config import get_config
from reflex_base.registry import RegistrationContext
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware

from jobs_app import api
from jobs_app.commands import fail_lost_jobs
from jobs_app.components.live import Line
from jobs_app.database import open_database
from jobs_app.pages.job import JobPage, job_page
from jobs_app.pages.jobs import JobsPage, jobs_page
from jobs_app.pages.refresh import Refresh, viewers
from jobs_app.pages.sources import database, settings
from jobs_app.serving.build import BUILT
from jobs_app.serving.delivery import Application, delivery
from jobs_app.serving.ending import ends_in_time
from jobs_app.serving.gate import INTERNAL, Gate
from jobs_app.serving.log_limit import limit_log
from jobs_app.serving.policy import is_loopback
from jobs_app.serving.reaping import fail_lost_jobs_now_and_then

ASKING = 8
"""Connections for programs that ask over HTTP: those that ask too much must not keep the pages waiting."""

logger = logging.getLogger(__name__)


def _called() -> dict[str, Callable[..., Any]]:
    """What pages may call by name: our handlers, other than those that Reflex starts when a page is opened."""
    registered = {name: entry.handler for name, entry in RegistrationContext.get().event_handlers.items()}
    return {
        name: handler.fn
        for name, handler in registered.items()
        if name in INTERNAL or (".jobs_app___" in name and not handler.is_background and not name.endswith(".setvar"))
    }


def _gate() -> Gate:
    return Gate(_called(), kept={f"{Refresh.get_full_name()}.pausing_rx_state_"})


def _origins() -> tuple[str, ...]:
    """Whose pages may talk to this server besides its own: `reflex run` serves them from a port of their own."""
    config = get_config()
    if os.environ.get("REFLEX_ENV_MODE") == "prod":
        return settings.origins
    return (*settings.origins, *(f"http://{host}:{config.frontend_port}" for host in ("localhost", "127.0.0.1")))


def _deliver(inner: Application) -> Application:
    limit_log()
    origins = _origins()
    shared = CORSMiddleware(inner, allow_origins=origins, allow_methods=["GET"])
    inner = shared if origins else inner
    return delivery(inner, BUILT / "client", _gate(), origins, is_loopback(settings.host))


if os.environ.get("REFLEX_ENV_MODE") != "prod":  # `jobs serve` has said them.
    for notice in settings.notices:
        logger.warning(notice)

asked = open_database(settings.database_url, connections=ASKING)
app = rx.App(
    stylesheets=["/jobs.css"],
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")],
    html_lang="en",
    toaster=None,
    extra_app_wraps={(5, "Overlay"): lambda _: Line.create()},
    api_transformer=[Starlette(routes=api.routes(asked, lambda: viewers.loops)), _deliver],
)


app.register_lifespan_task(ends_in_time)
app.register_lifespan_task(fail_lost_jobs_now_and_then, fail_lost=partial(fail_lost_jobs, database))
app.add_page(jobs_page, route="/jobs", title="Jobs", on_load=JobsPage.watch)
app.add_page(job_page, route="/jobs/[job_id]", title="Job", on_load=[JobPage.watch, JobPage.look_around])
app.add_page(rx.fragment, route="/", title="Jobs", on_load=rx.redirect("/jobs", replace=True))
