"""Files that only their owner may read: jobs and their logs may contain anything."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import make_url


def create_private(path: str) -> None:
    """Create an empty file with mode 0600 unless there is one; SQLite gives its journals the mode of the database.

    What fails here fails again when SQLite opens the file, which then says why.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite URL; None for other databases and for one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)
