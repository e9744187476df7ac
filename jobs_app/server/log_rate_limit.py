"""A rate limit for log records: so many a minute from one place of the code, each of limited length."""

import logging
import time
import traceback
from collections.abc import Callable

from jobs_app.database.safe_log import safe_traceback
from jobs_app.jobs.safe_output import one_line

MAX_RECORDS = 10
"""Records per period from one place."""
PERIOD_SECONDS = 60.0
MAX_MESSAGE_CHARACTERS = 2_000
"""Characters of a message, and at most twice as many of a traceback."""


class LogRateLimit(logging.Filter):
    """Drops what exceeds MAX_RECORDS in PERIOD_SECONDS; the next record from there says how many were dropped."""

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
        if now - since >= PERIOD_SECONDS:
            since, number, left_out = now, 0, max(0, number - MAX_RECORDS)
        self._places[place] = since, number + 1
        if number < MAX_RECORDS:
            _shorten(record, f" ({left_out} more like this were left out)" if left_out else "")
        return number < MAX_RECORDS


def limit_log() -> None:
    """Add one limit to all handlers that exist."""
    loggers = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    handlers = {handler for logger in loggers for handler in logger.handlers}
    limit = LogRateLimit()
    for handler in (*handlers, logging.lastResort):
        if handler and not any(isinstance(each, LogRateLimit) for each in handler.filters):
            handler.addFilter(limit)


def _shorten(record: logging.LogRecord, more: str) -> None:
    """Limit the length of a record, and let nothing in it forge another one."""
    message = one_line(record.getMessage())
    if len(message) > MAX_MESSAGE_CHARACTERS:
        message = f"{message[:MAX_MESSAGE_CHARACTERS]} … ({len(message)} characters)"
    record.msg, record.args = message + more, ()
    if record.exc_info and record.exc_info[0]:
        text = safe_traceback("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
        if len(text) > 2 * MAX_MESSAGE_CHARACTERS:
            text = f"{text[:MAX_MESSAGE_CHARACTERS]}\n…\n{text[-MAX_MESSAGE_CHARACTERS:]}"
        record.exc_text, record.exc_info = text, None
