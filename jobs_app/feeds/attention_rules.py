"""The rules of attention with current typical times, read once a minute for all viewers of a process."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from threading import Lock

from jobs_app.jobs.attention import AttentionRules

MAX_AGE_SECONDS = 60.0


class LatestRules:
    """Reads the rules anew in the background when they are old; only a first read is waited for.

    `clock` is in seconds. A read that fails leaves the rules as they are, and is tried again after as long.
    """

    def __init__(
        self,
        read: Callable[[], AttentionRules],
        background: Executor,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read, self._background, self._clock = read, background, clock
        self._lock = Lock()
        self._rules: AttentionRules | None = None
        self._read_at = 0.0

    def latest(self) -> AttentionRules:
        """The rules as they were last read. Raises what the database raises if there are none yet."""
        if self._rules is None:
            self._rules, self._read_at = self._read(), self._clock()
        elif self._is_due():
            self._background.submit(self._read).add_done_callback(self._take)
        return self._rules

    def _is_due(self) -> bool:
        """Whether the rules are old; for one of all threads that ask at the same time."""
        with self._lock:
            due = self._clock() - self._read_at >= MAX_AGE_SECONDS
            if due:
                self._read_at = self._clock()
        return due

    def _take(self, done: "Future[AttentionRules]") -> None:
        if not done.cancelled() and done.exception() is None:
            self._rules = done.result()
