import reflex as rx
from reflex_base.constants import StateManagerMode

from jobs_app.dashboard.reflex_internals.config import bind_development_pages
from jobs_app.dashboard.reflex_internals.same_origin import SameOrigin
from jobs_app.settings import load_settings
from jobs_app.settings.urls import with_redis_timeouts

redis_url = with_redis_timeouts(load_settings().redis_url) or None

# Without sign-in, `reflex run` is for this machine only; Reflex would listen on all its addresses.
LOOPBACK = "127.0.0.1"
bind_development_pages(LOOPBACK)

config = rx.Config(
    app_name="jobs_app",
    backend_host=LOOPBACK,
    plugins=[SameOrigin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    show_built_with_reflex=False,
    telemetry_enabled=False,
    redis_url=redis_url,
    cors_allowed_origins=[],  # The server's own middleware decides.
    state_manager_mode=StateManagerMode.REDIS if redis_url else StateManagerMode.MEMORY,
    redis_token_expiration=900,
)
