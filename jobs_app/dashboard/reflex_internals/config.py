"""How Reflex is configured to run."""

import os

from reflex_base.config import get_config


def in_production() -> bool:
    """Whether pages and backend are served from one origin; `reflex run` serves them from two."""
    return os.environ.get("REFLEX_ENV_MODE") == "prod"


def development_origins() -> tuple[str, ...]:
    """The origins of the pages that `reflex run` serves; none in production."""
    if in_production():
        return ()
    return tuple(f"http://{host}:{get_config().frontend_port}" for host in ("localhost", "127.0.0.1"))
