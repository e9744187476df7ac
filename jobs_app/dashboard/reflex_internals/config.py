"""How Reflex is configured to run."""

import logging
import os
from collections.abc import Iterable

import reflex as rx
from reflex_base.config import get_config
from reflex_base.constants import DefaultPorts, PackageJson


def in_production() -> bool:
    """Whether pages and backend are served from one origin; `reflex run` serves them from two."""
    return os.environ.get("REFLEX_ENV_MODE") == "prod"


def log_notices(notices: Iterable[str]) -> None:
    """Log what was adjusted in the settings, in development: `jobs serve` prints it."""
    if not in_production():
        for notice in notices:
            logging.getLogger("jobs_app").warning(notice)


def development_origins() -> tuple[str, ...]:
    """The origins of the pages that `reflex run` serves; none in production."""
    if in_production():
        return ()
    port = get_config().frontend_port or DefaultPorts.FRONTEND_PORT
    return tuple(f"http://{host}:{port}" for host in ("localhost", "127.0.0.1"))


def disable_cors() -> None:
    """Let no origin but those of our own middleware in: Reflex's allows credentials, and says so to everybody.

    To be called before the app is created.
    """
    rx.App._add_cors = staticmethod(lambda api: None)


def bind_development_pages(host: str) -> None:
    """Let the pages of `reflex run` listen on one address; by default they listen on all."""
    setattr(PackageJson.Commands, "DEV", f"react-router dev --host {host}")  # noqa: B010 - a literal for type checkers
