"""The URLs of databases, queues and Redis. They may contain a password, so no message repeats them."""

import re
from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic import AfterValidator

SERVER = re.compile(r"([\w.-]*|\[[0-9a-fA-F:.]*\])(:\d{1,5})?")
DATABASE = re.compile(r"[\w.-]*")
REDIS_SCHEMES = ("redis", "rediss", "unix")
DATABASE_FORM = "sqlite:///PATH or postgresql://USER@HOST:PORT/NAME"
REDIS_FORM = "redis://HOST:PORT/NUMBER"


def is_database(url: str) -> bool:
    """Whether a URL is one for SQLite, where `file:` is no path, or PostgreSQL."""
    from sqlalchemy.engine import make_url  # Here, since `jobs --help` needs none of it.
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, ValueError, ImportError):
        return False
    if parsed.get_backend_name() == "sqlite":
        return not (parsed.database or "").startswith("file:")
    return parsed.drivername in ("postgresql", "postgresql+psycopg")


def is_redis(url: str) -> bool:
    """Whether a URL is one for Redis, over a network or a socket."""
    try:
        parts = urlsplit(url)
        has_server = bool(parts.path if parts.scheme == "unix" else parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in REDIS_SCHEMES and has_server


def normalized(url: str) -> str:
    """`postgres://`, which libpq accepts too, as `postgresql://`; raises ValueError for another driver than ours."""
    scheme, separator, rest = url.partition("://")
    if scheme.startswith(("postgres+", "postgresql+")) and scheme.partition("+")[2] != "psycopg":
        raise ValueError("the driver of PostgreSQL is always psycopg: write postgresql:// without a driver")
    is_short = scheme.partition("+")[0] == "postgres"
    return f"postgresql{scheme.removeprefix('postgres')}{separator}{rest}" if is_short else url


def shown_url(url: str) -> str:
    """A URL as it may be printed: scheme, host, port and database only. A password may stand anywhere else.

    Of a URL that is not in the usual form only the scheme.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "…"
    address, _, options = rest.replace("#", "?").partition("?")
    if scheme.startswith("sqlite"):
        return f"{scheme}://{address}"
    credentials, _, place = address.rpartition("@")
    if scheme == "unix":
        return f"{scheme}://{place}"
    server, slash, database = place.partition("/")
    is_plain = "@" not in credentials + options and SERVER.fullmatch(server) and DATABASE.fullmatch(database)
    return f"{scheme}://{server}{slash}{database}" if is_plain else f"{scheme}://…"


REDIS_CONNECT_TIMEOUT_SECONDS = 5


def with_redis_timeouts(url: str, **seconds: float) -> str:
    """The URL of a Redis with time limits, except those that it sets itself; redis-py waits for ever by default.

    `seconds` are further limits, such as `socket_timeout` for each answer.
    """
    server, _, query = url.partition("?")
    ours = {"socket_connect_timeout": REDIS_CONNECT_TIMEOUT_SECONDS, **seconds}
    return f"{server}?{urlencode({**ours, **dict(parse_qsl(query))})}" if is_redis(url) else url


def _check_database(url: str) -> str:
    url = normalized(url)
    if not is_database(url):
        raise ValueError(f"a database is {DATABASE_FORM}")
    return url


def _check_queue(url: str) -> str:
    url = normalized(url)
    if url == "sqlite://" or (url and not is_database(url) and not is_redis(url)):
        raise ValueError(f"a queue is {DATABASE_FORM} or {REDIS_FORM}")
    return url


def _check_redis(url: str) -> str:
    if url and not is_redis(url):
        raise ValueError(f"a Redis is {REDIS_FORM}")
    return url


DatabaseUrl = Annotated[str, AfterValidator(_check_database)]
QueueUrl = Annotated[str, AfterValidator(_check_queue)]
RedisUrl = Annotated[str, AfterValidator(_check_redis)]
