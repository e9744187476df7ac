"""Empty databases to measure on."""

import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Engine

from jobs_app.database import open_database
from jobs_app.database.migrations import upgrade
from tests.support import services


@contextmanager
def empty_database(database: str, **options: Any) -> Generator[Engine]:
    """A SQLite or PostgreSQL database with the current schema; `options` are those of `open_database`."""
    with ExitStack() as stack:
        if database == "SQLite":
            url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/jobs.db"
        else:
            url = stack.enter_context(services.postgres())
        upgrade(url)
        engine = open_database(url, **options)
        stack.callback(engine.dispose)
        yield engine
