"""Log records whose lines nobody can forge: messages on one line, tracebacks indented, without control characters."""

import logging
from typing import Any

from jobs_app.jobs.safe_output import indented_lines, one_line

TRACEBACK_INDENT = 2


class SafeFormatter(logging.Formatter):
    """Formats as usual, after ids, names and error texts of others were made safe."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = one_line(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        return safe_traceback(super().formatException(ei))


def safe_traceback(text: str) -> str:
    """A traceback, indented as a whole."""
    return indented_lines(f"\n{text}", TRACEBACK_INDENT)[1:]
