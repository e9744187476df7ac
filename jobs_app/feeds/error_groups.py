"""Reads of the groups of errors for open pages."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from jobs_app.jobs.error_groups import ErrorGroups
from jobs_app.jobs.filters import JobFilter
from jobs_app.polling.throttle import Throttled
from jobs_app.queries import read_error_groups


class ErrorGroupsFeed:
    """Reads the groups of a view's errors. Its reads block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # A search on SQLite takes processor time of this process.
        self._search = Throttled(self._read) if engine.dialect.name == "sqlite" else self._read

    def read(self, view: JobFilter) -> ErrorGroups:
        """The groups of a view of `grouped_view`. Raises what the database raises."""
        return self._search(view) if view.search else self._read(view)

    def _read(self, view: JobFilter) -> ErrorGroups:
        return read_error_groups(self._engine, view, datetime.now(UTC))
