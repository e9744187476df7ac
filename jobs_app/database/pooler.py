"""Connections that lead through a pooler such as PgBouncer, which may give each transaction another server connection.

Nothing may outlive a transaction there: no prepared statement, no setting of the session, no LISTEN
(pgbouncer.org/features.html).
"""

import shlex
from typing import Any

import psycopg
from psycopg.errors import OperationalError
from sqlalchemy import Connection, Engine, event

POOLED = "pooled"


def connect(connection_type: type[psycopg.Connection[Any]], *arguments: Any, **options: Any) -> psycopg.Connection[Any]:
    """Open a connection; without the startup parameter `options` if a pooler refuses that."""
    try:
        return connection_type.connect(*arguments, **options)
    except OperationalError as error:
        if "unsupported startup parameter" not in str(error) or "options" not in options:
            raise
    return connection_type.connect(*arguments, **options | {"options": ""})


def is_pooled(connection: psycopg.Connection[Any]) -> bool:
    """Whether a pooler answers: it announces another process than the one that executes a statement."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    if not connection.autocommit:
        connection.rollback()
    return row is not None and row[0] != connection.info.backend_pid


def keep_to_transactions(engine: Engine, options: str) -> None:
    """Let an engine work behind a pooler: its settings begin with each transaction, and nothing is prepared."""
    settings = settings_of(options)

    def on_connect(connection: psycopg.Connection[Any], record: Any) -> None:
        record.info[POOLED] = is_pooled(connection)
        if record.info[POOLED]:
            connection.prepare_threshold = None

    def on_begin(connection: Connection) -> None:
        driver_connection: Any = connection.connection.driver_connection
        if settings and connection.info.get(POOLED):
            calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
            driver_connection.execute(f"SELECT {calls}", [part for setting in settings.items() for part in setting])

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def settings_of(options: str) -> dict[str, str]:
    """The settings of the startup parameter `options`: `-c name=value`, `-cname=value` or `--name=value`."""
    words = iter(shlex.split(options))
    given = [next(words, "") if word == "-c" else word.removeprefix("--").removeprefix("-c") for word in words]
    pairs = [setting.partition("=") for setting in given if "=" in setting]
    return {name.replace("-", "_"): value for name, _, value in pairs}
