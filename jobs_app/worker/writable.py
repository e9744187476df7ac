"""A worker on a database that it cannot write waits, and runs no jobs meanwhile."""

import logging
import time
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobs_app.database.errors import reason_of
from jobs_app.database.failure_log import FailureLog
from jobs_app.database.writable import write_problem

CHECK_INTERVAL_SECONDS = 10.0

logger = logging.getLogger("jobs_app.worker")


def wait_until_writable(
    engine: Engine, is_stopped: Callable[[], bool], wait: Callable[[float], object] = time.sleep
) -> bool:
    """Wait until jobs can be written; False if the worker is to stop before. Each reason is logged once."""
    outage = FailureLog(logger)
    while not is_stopped():
        problem = _problem(engine)
        if problem is None:
            return True
        outage.failed("this worker runs no jobs: %s", problem, kind=problem)
        wait(CHECK_INTERVAL_SECONDS)
    return False


def _problem(engine: Engine) -> str | None:
    try:
        return write_problem(engine)
    except SQLAlchemyError as error:
        return reason_of(error)
