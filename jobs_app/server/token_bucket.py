"""Rate limits."""

from collections.abc import Callable


class TokenBucket:
    """So many events at once, and so many a second in the long run (token bucket). `clock` is monotonic, in seconds."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float]) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._tokens, self._at = float(burst), clock()

    def wait(self) -> float:
        """The seconds until a token could be taken without delay."""
        return max(0.0, (1 - self._refilled()) / self._per_second)

    def take(self) -> float:
        """Take a token; returns the seconds until it is there."""
        self._tokens = self._refilled() - 1
        return max(0.0, -self._tokens / self._per_second)

    def _refilled(self) -> float:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        return self._tokens
