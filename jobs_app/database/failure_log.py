"""Logs a failure once, however often it occurs, until it is over."""

import logging
import time
from collections.abc import Callable


class FailureLog:
    """Remembers which kinds of failure have been logged.

    A kind is over when something succeeds and it has not occurred for `quiet_seconds`. `clock` is monotonic.
    """

    def __init__(
        self,
        logger: logging.Logger,
        subject: str = "",
        quiet_seconds: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.logger, self._subject, self._quiet_seconds, self._clock = logger, subject, quiet_seconds, clock
        self._last_seen: dict[str, float] = {}

    def failed(
        self,
        message: str,
        *args: object,
        kind: str = "",
        level: int = logging.WARNING,
        error: BaseException | None = None,
    ) -> None:
        """Log a message with its arguments, and the traceback of `error`, unless this kind of failure was logged."""
        if self._quiet_seconds:
            self._end_old()
        if kind not in self._last_seen:
            self.logger.log(level, message, *args, exc_info=error)
        self._last_seen[kind] = self._clock()

    def succeeded(self) -> None:
        """It works again."""
        if self._last_seen:
            self._end_old()

    def _end_old(self) -> None:
        oldest = self._clock() - self._quiet_seconds
        for kind in [kind for kind, seen in self._last_seen.items() if seen <= oldest]:
            del self._last_seen[kind]
            if kind:
                self.logger.warning("%s has worked for %.0f s without: %s", self._subject, self._quiet_seconds, kind)
