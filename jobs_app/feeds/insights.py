"""The figures of insights, shared by all open pages of the same range and grouping."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from jobs_app.jobs.insights import InsightsView
from jobs_app.jobs.insights_figures import Insights
from jobs_app.queries import InsightsReads


class InsightsFeed:
    """Reads insights, for one thread. Its reads block."""

    def __init__(self, engine: Engine) -> None:
        self._reads = InsightsReads(engine)

    def read(self, view: InsightsView) -> Insights:
        """The figures of a view as they are now. Raises what the database raises."""
        return self._reads.read(view, datetime.now(UTC))
