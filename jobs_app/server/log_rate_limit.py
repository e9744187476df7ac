"""A log that nobody can fill: of what is said at one place of the code, so much a minute, and none of it at length."""

import logging
import time
import traceback
from collections.abc import Callable

MOST = 10
"""Lines a minute from one place."""
PERIOD = 60.0
LONGEST = 2_000
"""Characters of a message, and at most twice as many of a traceback."""


class LogLimit(logging.Filter):
    """Leaves out what is more than MOST in a PERIOD; the next line from there says how many were left out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._places: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        # Several handlers may ask about the same record.
        fits = record.__dict__.get("fits")
        if fits is None:
            fits = record.__dict__["fits"] = self._fits(record)
        return fits

    def _fits(self, record: logging.LogRecord) -> bool:
        place, now = (record.pathname, record.lineno), self._clock()
        since, number = self._places.get(place, (now, 0))
        left_out = 0
        if now - since >= PERIOD:
            since, number, left_out = now, 0, max(0, number - MOST)
        self._places[place] = since, number + 1
        if number < MOST:
            _shorten(record, f" ({left_out} more like this were left out)" if left_out else "")
        return number < MOST


def limit_log() -> None:
    """Put one limit before all handlers that there are."""
    loggers = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    handlers = {handler for logger in loggers for handler in logger.handlers}
    limit = LogLimit()
    for handler in (*handlers, logging.lastResort):
        if handler and not any(isinstance(each, LogLimit) for each in handler.filters):
            handler.addFilter(limit)


def _shorten(record: logging.LogRecord, more: str) -> None:
    message = record.getMessage()
    if len(message) > LONGEST:
        message = f"{message[:LONGEST]} … ({len(message)} characters)"
    record.msg, record.args = message + more, ()
    if record.exc_info and record.exc_info[0]:
        said = "".join(traceback.format_exception(*record.exc_info))
        if len(said) > 2 * LONGEST:
            record.exc_text, record.exc_info = f"{said[:LONGEST]}\n…\n{said[-LONGEST:]}", None
