"""What the reads of a job see of its progress: how fast it goes, whether it is alive, whether it is stuck. Pure."""

from collections import deque

from jobs_app.pace import Pace, Sample, pace
from jobs_app.snapshots import JobDetail

SAMPLES = 120
ROUGHLY = 10.0
"""Percentage points between the counts and the stored percentage up to which both tell of the same work."""
SHORTEST_GAP = 75.0
"""Seconds without a sample after which measuring starts again, at least: hidden tabs may be polled once a minute."""
QUIET = 60.0
"""Seconds without a sign of life, or without progress, after which they are worth a word."""


class Movement:
    """Remembers what was done when. Times are seconds of one clock; `interval` is the one between two reads."""

    def __init__(self, since: float, interval: float = 0.0) -> None:
        self.moved_at: float | None = None
        """When the job was last seen to have come on."""
        self._since, self._gap = since, max(2 * interval, SHORTEST_GAP)
        self._items: deque[Sample] = deque(maxlen=SAMPLES)
        self._counted: deque[Sample] = deque(maxlen=SAMPLES)
        self._stored: deque[Sample] = deque(maxlen=SAMPLES)
        self._agree = True

    def see(self, job: JobDetail, at: float) -> Pace:
        """A running job as it was at a time; the estimate by now.

        Time left comes from the counts, which are finer, until they contradict the percentage: never from both.
        At 100 % none is told, whatever the counts say.
        """
        counted = 100 * job.processed / job.total if job.processed is not None and job.total else None
        if counted is not None and job.percent is not None and abs(min(100.0, counted) - job.percent) > ROUGHLY:
            self._agree = False
        self._add(self._items, at, job.processed)
        self._add(self._counted, at, counted)
        self._add(self._stored, at, job.percent)
        items = pace(self._items, None) if self._items else Pace()
        by_counts = self._agree and self._counted and (job.percent or 0) < 100
        parts = self._counted if by_counts else self._stored
        whole = pace(parts, 100.0) if parts else Pace()
        return Pace(items.rate, whole.left, whole.doubt)

    def _add(self, samples: deque[Sample], at: float, done: float | None) -> None:
        if samples and done is not None and done > samples[-1][1]:
            self.moved_at = at
        if done is None or (samples and (done < samples[-1][1] or at - samples[-1][0] > self._gap)):
            samples.clear()
        if done is not None and (not samples or at > samples[-1][0]):
            samples.append((at, float(done)))

    def silent_since(self, job: JobDetail, at: float) -> int | None:
        """Since when a running job has given no sign of life, in ms since 1970; None if it gave one a while ago."""
        moved = round(self.moved_at * 1000) if self.moved_at else None
        signs = [sign for sign in (job.heartbeat, job.updated, job.started, moved) if sign]
        return max(signs) if signs and at * 1000 - max(signs) >= QUIET * 1000 else None

    def stuck_since(self, job: JobDetail, at: float) -> int | None:
        """Since when it has neither come on nor logged anything, in ms since 1970; None if it did a while ago,
        or never said how much there is to do."""
        if job.percent is None and not job.total:
            return None
        since = max(self.moved_at or 0, self._since, (job.started or 0) / 1000)
        return round(since * 1000) if at - since >= QUIET else None
