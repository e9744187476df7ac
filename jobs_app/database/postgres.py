"""Connections to PostgreSQL that fail when the server stops answering."""

from typing import Any

import psycopg
from psycopg.errors import OperationalError
from sqlalchemy import Engine, event

KEEPALIVE_OPTIONS = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""A dead host is noticed in about ten seconds; by default that takes hours (libpq connection parameters)."""


def bound_answers(engine: Engine, seconds: float) -> None:
    """Let every wait for the server fail after so many seconds, and end the connection with it.

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

    def connect(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> psycopg.Connection[Any]:
        return Bounded.connect(*arguments, **options)

    event.listen(engine, "do_connect", connect)
