"""Connections to the jobs database."""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from weakref import WeakSet

from sqlalchemy import Engine, QueuePool, create_engine

from jobs_app.database.pooler import keep_to_transactions
from jobs_app.database.postgres import open_connections, postgresql_arguments, replace_closed_connections
from jobs_app.database.sqlite import CACHE_KIB, prepare_connections

BUSY_TIMEOUT_SECONDS = 5.0
"""How long a statement waits for a lock of another connection."""
STATEMENT_TIMEOUT_SECONDS = 8.0
"""After this PostgreSQL cancels a statement."""
ANSWER_TIMEOUT_SECONDS = STATEMENT_TIMEOUT_SECONDS + 2
"""After this a PostgreSQL that does not answer counts as gone."""
MAX_CONNECTIONS, KEPT_CONNECTIONS = 15, 5
"""How many connections an engine opens at most, and how many of them it keeps while they are idle."""
KEPT_SQLITE_CONNECTIONS = 2
"""Fewer to SQLite, since each keeps its page cache: opening another takes 5 ms."""
POOL_TIMEOUT_SECONDS = 5.0
"""How long a read waits for one of them."""

PLANNER_SETTINGS = {"enable_seqscan": "off", "enable_bitmapscan": "off", "jit": "off"}
"""Reads take the first few rows of an index. PostgreSQL without statistics would read all rows and sort them."""
SESSION_SETTINGS = {
    **PLANNER_SETTINGS,
    "timezone": "UTC",
    "datestyle": "ISO",
    "statement_timeout": str(int(STATEMENT_TIMEOUT_SECONDS * 1000)),
}


def open_database(
    url: str,
    busy_timeout: float = BUSY_TIMEOUT_SECONDS,
    connections: int = MAX_CONNECTIONS,
    answer_timeout: float | None = ANSWER_TIMEOUT_SECONDS,
    cache_kib: int = CACHE_KIB,
) -> Engine:
    """An engine for a SQLite or PostgreSQL URL; nothing is connected yet.

    It opens at most `connections`: what must not wait for other reads needs an engine of its own. A forked child opens
    its own ones. Timeouts are in seconds; `answer_timeout` of None: wait for PostgreSQL without limit.
    `cache_kib` is the memory that each connection to SQLite takes for pages of the file.
    """
    if url.startswith("sqlite"):
        engine = _open_sqlite(url, busy_timeout, _pool(connections, KEPT_SQLITE_CONNECTIONS), cache_kib)
    else:
        engine = _open_postgresql(url, answer_timeout, _pool(connections, KEPT_CONNECTIONS))
    _ENGINES.add(engine)
    return engine


def _pool(connections: int, kept: int) -> Mapping[str, Any]:
    """The connection that was used last is used next, so that its cache is warm."""
    size = min(connections, kept)
    sizes = {"pool_size": size, "max_overflow": connections - size}
    return sizes | {"pool_timeout": POOL_TIMEOUT_SECONDS, "pool_use_lifo": True}


def _open_sqlite(url: str, busy_timeout: float, pool: Mapping[str, Any], cache_kib: int) -> Engine:
    engine = create_engine(url, poolclass=QueuePool, **pool, connect_args={"timeout": busy_timeout})
    prepare_connections(engine, cache_kib)
    return engine


def _open_postgresql(url: str, answer_timeout: float | None, pool: Mapping[str, Any]) -> Engine:
    arguments = postgresql_arguments(url, SESSION_SETTINGS)
    engine = create_engine(_with_psycopg(url), **pool, pool_pre_ping=True, connect_args=arguments)
    replace_closed_connections(engine)
    open_connections(engine, answer_timeout)
    keep_to_transactions(engine, arguments["options"])
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
