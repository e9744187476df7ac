"""Read transactions."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection
from typing import cast

from sqlalchemy import Connection, Engine, text

from jobs_app.database.engine import STATEMENT_TIMEOUT_SECONDS
from jobs_app.database.sqlite_deadline import deadline


@contextmanager
def read_transaction(engine: Engine, clock: Callable[[], float] = time.monotonic) -> Generator[Connection]:
    """A connection whose queries all see one snapshot of the database; nothing is ever written.

    PostgreSQL cancels a statement, SQLite interrupts the transaction after STATEMENT_TIMEOUT_SECONDS of `clock`.
    """
    with engine.connect() as connection:
        if on_sqlite(connection):
            with deadline(sqlite_connection(connection), STATEMENT_TIMEOUT_SECONDS, clock):
                connection.exec_driver_sql("BEGIN")
                yield connection
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection
        connection.commit()  # After a rollback psycopg forgets the statements that it has prepared.


def on_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def sqlite_connection(connection: Connection) -> SqliteConnection:
    """The driver's connection behind one to SQLite."""
    return cast(SqliteConnection, connection.connection.driver_connection)


def allow_table_scan(connection: Connection, allowed: bool) -> None:
    """Whether PostgreSQL may read the whole table without an index, for the rest of this transaction."""
    if not on_sqlite(connection):
        connection.execute(text(f"SET LOCAL enable_seqscan = {'on' if allowed else 'off'}"))
