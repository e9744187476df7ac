"""Logs each kind of failed poll once with its cause, however many viewers and tries it affects."""

import logging
import time
from collections.abc import Callable

from jobs_app.database.errors import reason_of
from jobs_app.polling.schedule import LONGEST_BACKOFF

QUIET_SECONDS = LONGEST_BACKOFF + 30.0
"""After so long without a failure it is over: longer than the delay between any two tries."""

logger = logging.getLogger(__name__)


class FailureLog:
    """Remembers which failures have been logged. `clock` is monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last_seen: dict[str, float] = {}

    def failed(self, error: Exception) -> None:
        """A poll failed."""
        self._end_old_ones()
        reason = reason_of(error)
        if reason not in self._last_seen:
            logger.error("polling failed: %s", reason, exc_info=error)
        self._last_seen[reason] = self._clock()

    def succeeded(self) -> None:
        """A poll succeeded."""
        if self._last_seen:
            self._end_old_ones()

    def _end_old_ones(self) -> None:
        oldest = self._clock() - QUIET_SECONDS
        for reason in [reason for reason, seen in self._last_seen.items() if seen < oldest]:
            del self._last_seen[reason]
            logger.warning("polling has worked for %.0f s without: %s", QUIET_SECONDS, reason)
