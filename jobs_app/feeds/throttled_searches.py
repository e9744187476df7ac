"""Reads of views whose searches leave processor time to others."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine

from jobs_app.jobs.filters import JobFilter
from jobs_app.polling.throttle import Throttled

Answer = TypeVar("Answer")


def throttled_searches(engine: Engine, read: Callable[[JobFilter], Answer]) -> Callable[[JobFilter], Answer]:
    """`read` with searches throttled on SQLite, where they take processor time of this process."""
    search = Throttled(read) if engine.dialect.name == "sqlite" else read
    return lambda view: search(view) if view.search else read(view)
