"""Connections to SQLite files."""

import os
import sqlite3
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from jobs_app.database.private_files import create_private, sqlite_path
from jobs_app.jobs.search_text import search_text

CACHE_KIB = 32_768
"""Page cache of a connection: counting reads more than SQLite's default of 2,000 KiB."""


def prepare_connections(engine: Engine, cache_kib: int = CACHE_KIB) -> None:
    """Set up every connection of an engine, and check the file before each use."""

    def set_up(connection: SqliteConnection, _record: Any) -> None:
        _set_up(connection, cache_kib)

    event.listen(engine, "connect", set_up)
    _FileCheck(engine, sqlite_path(str(engine.url)))


def _set_up(connection: SqliteConnection, cache_kib: int) -> None:
    """WAL lets readers and one writer work at once; NORMAL is safe with it (sqlite.org/wal.html)."""
    connection.text_factory = _text
    connection.create_function("contains_text", 3, _contains_text, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"cache_size=-{cache_kib}"):
        connection.execute(f"PRAGMA {pragma}")


def _text(stored: bytes) -> str:
    """Other programs may store bytes that are no UTF-8 as text."""
    return stored.decode("utf-8", "replace")


def _contains_text(stored: bytes | None, text: str, characters: int) -> bool:
    """Whether the first characters of a stored text contain another, as `SearchText` compares.

    For what SQLite's own comparisons cannot do: texts with a NUL, at which they stop, and the start of long ones.
    """
    return search_text(text).is_in(_text(stored or b"")[:characters])


class _FileCheck:
    """Notices that the file was replaced or moved: open connections would go on reading the old one."""

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self._new_path, self._path = path, ""
        event.listen(engine, "do_connect", self._before_connect)
        event.listen(engine, "connect", self._on_connect)
        event.listen(engine, "checkout", self._on_checkout)

    def _before_connect(self, _dialect: Any, _record: Any, _args: Any, _options: Any) -> None:
        if self._path and not os.path.exists(self._path):
            # SQLite would create a new one, and its journal would damage the old one when that comes back.
            raise sqlite3.OperationalError("unable to open database file")
        if self._new_path and not self._path:
            create_private(str(self._new_path))

    def _on_connect(self, connection: SqliteConnection, record: Any) -> None:
        self._path = connection.execute("PRAGMA database_list").fetchone()[2] or ""
        record.info["file"] = self._identity()

    def _on_checkout(self, _connection: SqliteConnection, record: Any, _proxy: Any) -> None:
        if record.info["file"] != self._identity():
            raise DisconnectionError("the database file was replaced")

    def _identity(self) -> tuple[int, int] | None:
        """Device and inode of the file; None if there is none."""
        try:
            found = os.stat(self._path) if self._path else None
        except OSError:
            return None
        return found and (found.st_dev, found.st_ino)
