"""Connections to the jobs database."""

import os
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from sqlite3 import Connection as SqliteConnection
from typing import Any
from weakref import WeakSet

from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DisconnectionError

from jobs_app.database.postgres import NETWORK, bound_answers

BUSY_TIMEOUT = 5.0
"""Seconds that a statement waits for a lock held by somebody else."""
CACHE = 32_768
"""KiB of the file that SQLite keeps per connection: counting touches more than its default of 2,000."""
STATEMENT_TIMEOUT = 8.0
"""Seconds after which PostgreSQL gives up on a statement."""
ANSWER_TIMEOUT = STATEMENT_TIMEOUT + 2
"""Seconds after which we give up on a PostgreSQL that says nothing."""
CONNECTIONS, KEPT = 15, 5
"""How many connections an engine opens at most, and how many of them it keeps while nobody needs them."""
POOL_TIMEOUT = 5.0
"""Seconds that a read waits for one of them."""

PLANNING = {"enable_seqscan": "off", "enable_bitmapscan": "off", "jit": "off"}
"""Our reads take the first few rows of an index. PostgreSQL without statistics would read all rows and sort them."""


def open_database(
    url: str,
    busy_timeout: float = BUSY_TIMEOUT,
    connections: int = CONNECTIONS,
    answer_timeout: float | None = ANSWER_TIMEOUT,
) -> Engine:
    """An engine for a SQLite or PostgreSQL URL; nothing is connected yet.

    It opens at most so many connections: what shall not have to wait for others' reads needs an engine of its own.
    A forked child opens its own ones. `answer_timeout` of None: wait for PostgreSQL without end.
    """
    kept = min(connections, KEPT)
    pool = {"pool_size": kept, "max_overflow": connections - kept, "pool_timeout": POOL_TIMEOUT}
    if url.startswith("sqlite"):
        engine = _open_sqlite(url, busy_timeout, pool)
    else:
        engine = _open_postgresql(url, answer_timeout, pool)
    _ENGINES.add(engine)
    return engine


def _open_sqlite(url: str, busy_timeout: float, pool: Mapping[str, Any]) -> Engine:
    engine = create_engine(url, poolclass=QueuePool, **pool, connect_args={"timeout": busy_timeout})
    event.listen(engine, "connect", _prepare_sqlite)
    _File(engine)
    return engine


def _open_postgresql(url: str, answer_timeout: float | None, pool: Mapping[str, Any]) -> Engine:
    given = {**PLANNING, "timezone": "UTC", "datestyle": "ISO", "statement_timeout": int(STATEMENT_TIMEOUT * 1000)}
    options = " ".join(f"-c {name}={value}" for name, value in given.items())
    arguments = {**NETWORK, "connect_timeout": 5, "options": options, "application_name": "jobs"}
    engine = create_engine(_with_psycopg(url), **pool, pool_pre_ping=True, connect_args=arguments)
    if answer_timeout:
        bound_answers(engine, answer_timeout)
    return engine


_ENGINES: WeakSet[Engine] = WeakSet()


def _leave_connections_to_the_parent() -> None:
    for engine in _ENGINES:
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_connections_to_the_parent)


@lru_cache(maxsize=8)
def shared_database(url: str) -> Engine:
    """The one engine of this process for a URL."""
    return open_database(url)


def _with_psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    """WAL lets readers and one writer work at once; NORMAL is safe with it (sqlite.org/wal.html)."""
    connection.text_factory = _text
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"cache_size=-{CACHE}"):
        connection.execute(f"PRAGMA {pragma}")


class _File:
    """The file of a SQLite engine. Who has it open goes on reading it though it was replaced or moved away."""

    def __init__(self, engine: Engine) -> None:
        self._path = ""
        event.listen(engine, "do_connect", self._connecting)
        event.listen(engine, "connect", self._connected)
        event.listen(engine, "checkout", self._taken)

    def _connecting(self, _dialect: Any, _record: Any, _args: Any, _options: Any) -> None:
        if self._path and not os.path.exists(self._path):
            # SQLite would make a new one, and its journal would spoil the old one when that comes back.
            raise sqlite3.OperationalError("unable to open database file")

    def _connected(self, connection: SqliteConnection, record: Any) -> None:
        self._path = connection.execute("PRAGMA database_list").fetchone()[2] or ""
        record.info["file"] = self._identity()

    def _taken(self, _connection: SqliteConnection, record: Any, _proxy: Any) -> None:
        if record.info["file"] != self._identity():
            raise DisconnectionError("the database file was replaced")

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path) if self._path else None
        except OSError:
            return None
        return found and (found.st_dev, found.st_ino)


def _text(stored: bytes) -> str:
    """Other programs may store bytes that are no UTF-8 as text: they are shown, not fatal."""
    return stored.decode("utf-8", "replace")
