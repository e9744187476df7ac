"""What the log says of polls that fail: each trouble once with its cause, however many viewers and tries meet it."""

import logging
import time
from collections.abc import Callable

from jobs_app.polling.reasons import reason_of
from jobs_app.polling.schedule import LONGEST_BACKOFF

QUIET = LONGEST_BACKOFF + 30.0
"""Seconds without a trouble after which it is over: longer than any two tries lie apart."""

logger = logging.getLogger(__name__)


class Troubles:
    """Remembers which troubles have been said. `clock` never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._met: dict[str, float] = {}

    def note(self, error: Exception) -> None:
        """A poll failed."""
        self._end_old_ones()
        reason = reason_of(error)
        if reason not in self._met:
            logger.error("polling failed: %s", reason, exc_info=error)
        self._met[reason] = self._clock()

    def fine(self) -> None:
        """A poll succeeded."""
        if self._met:
            self._end_old_ones()

    def _end_old_ones(self) -> None:
        oldest = self._clock() - QUIET
        for reason in [reason for reason, met in self._met.items() if met < oldest]:
            del self._met[reason]
            logger.warning("polling has worked for %.0f s without: %s", QUIET, reason)
