"""Read transactions."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text


@contextmanager
def read_transaction(engine: Engine) -> Generator[Connection]:
    """A connection whose queries all see one snapshot of the database; nothing is ever written."""
    with engine.connect() as connection:
        if on_sqlite(connection):
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection
        connection.commit()  # After a rollback psycopg forgets the statements that it has prepared.


def on_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def allow_table_scan(connection: Connection, allowed: bool) -> None:
    """Whether PostgreSQL may read the whole table without an index, for the rest of this transaction."""
    if not on_sqlite(connection):
        connection.execute(text(f"SET LOCAL enable_seqscan = {'on' if allowed else 'off'}"))
