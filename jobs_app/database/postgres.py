"""Connections to PostgreSQL that fail when the server stops answering."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.errors import OperationalError
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext, make_url

from jobs_app.database import pooler

KEEPALIVE_OPTIONS = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""A dead host is detected in about ten seconds; by default that takes hours (libpq connection parameters)."""
CONNECT_TIMEOUT_SECONDS = 5


def postgresql_arguments(url: str, settings: Mapping[str, str]) -> dict[str, Any]:
    """Our connection parameters, except those that the URL sets itself.

    `options` are joined: of several values for one setting the server takes the last, which is the URL's.
    """
    query = make_url(url).query
    ours = {**KEEPALIVE_OPTIONS, "connect_timeout": CONNECT_TIMEOUT_SECONDS, "application_name": "jobs"}
    given = query.get("options", "")
    theirs = given if isinstance(given, str) else " ".join(given)
    options = " ".join([*(f"-c {name}={value}" for name, value in settings.items()), theirs]).strip()
    arguments = {name: value for name, value in ours.items() if name not in query}
    return arguments | ({"options": options} if options else {})


def replace_closed_connections(engine: Engine) -> None:
    """Let the pool replace connections that the server has ended, such as idle ones, instead of failing a read.

    The driver does not always know yet that a connection is closed when it receives the server's last message.
    """

    def mark(context: ExceptionContext) -> None:
        sqlstate = str(getattr(context.original_exception, "sqlstate", None) or "")
        if sqlstate.startswith(("08", "57P")):
            context.is_disconnect = True

    event.listen(engine, "handle_error", mark)


def open_connections(engine: Engine, answer_timeout: float | None) -> None:
    """Let an engine open its connections in our way."""
    connection_type = bounded(answer_timeout) if answer_timeout else psycopg.Connection[Any]

    def connect(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> psycopg.Connection[Any]:
        return pooler.connect(connection_type, *arguments, **options)

    event.listen(engine, "do_connect", connect)


def bounded(seconds: float) -> type[psycopg.Connection[Any]]:
    """Connections of which every wait for the server fails after so many seconds, and ends the connection.

    `statement_timeout` is enforced by the server: it does not help when a network drops packets without closing.
    """

    class Bounded(psycopg.Connection[Any]):
        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            try:
                return super().wait(gen, interval, timeout or seconds)
            except OperationalError as error:
                if type(error).__name__ != "_WaitTimeout":
                    raise
                self.pgconn.finish()
                raise OperationalError(f"no answer within {seconds:g} s") from None

    return Bounded
