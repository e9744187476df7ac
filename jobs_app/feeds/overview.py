"""The overview of the last 24 hours, the same for all open pages."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from jobs_app.jobs.overview import Overview
from jobs_app.queries import read_overview


class OverviewFeed:
    """Reads the overview. Its reads block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, _: None) -> Overview:
        """The overview as it is now. Raises what the database raises."""
        return read_overview(self._engine, datetime.now(UTC))
