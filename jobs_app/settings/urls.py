"""Which URLs lead to a database or a queue. They may hold a password, so that nothing here repeats them."""

from urllib.parse import urlsplit

REDIS = ("redis", "rediss", "unix")
DATABASE_FORM = "sqlite:///PATH or postgresql://USER@HOST:PORT/NAME"
REDIS_FORM = "redis://HOST:PORT/NUMBER"


def is_database(url: str) -> bool:
    """Whether a URL is one for SQLite, where `file:` is no path, or PostgreSQL."""
    from sqlalchemy.engine import make_url  # Here, since `jobs --help` needs none of it.
    from sqlalchemy.exc import ArgumentError

    try:
        read = make_url(url)
        read.get_dialect()
    except (ArgumentError, ValueError, ImportError):
        return False
    if read.get_backend_name() == "sqlite":
        return not (read.database or "").startswith("file:")
    return read.get_backend_name() == "postgresql"


def is_redis(url: str) -> bool:
    """Whether a URL is one for Redis, over a network or a socket."""
    try:
        parts = urlsplit(url)
        leads_somewhere = bool(parts.path if parts.scheme == "unix" else parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in REDIS and leads_somewhere
