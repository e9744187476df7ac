"""Progress tracking over the reads of a job: its speed, whether it is responsive, whether it is stalled."""

from collections import deque

from jobs_app.jobs.progress_estimate import ProgressEstimate, Sample, estimate_progress
from jobs_app.jobs.snapshots import JobDetail

MAX_SAMPLES = 120
MAX_DIFFERENCE = 10.0
"""Percentage points between the counts and the stored percentage up to which both describe the same work."""
MIN_GAP_SECONDS = 75.0
"""Without a sample for so long, or longer, measuring starts again: hidden tabs may be polled once a minute."""
REPORT_AFTER_SECONDS = 60.0
"""After so long without a heartbeat, or without progress, it is reported."""


class ProgressTracker:
    """Remembers what was done when. Times are seconds of one clock; `interval` is the one between two reads."""

    def __init__(self, since: float, interval: float = 0.0) -> None:
        self.progressed_at: float | None = None
        """When progress was last seen."""
        self._since, self._gap = since, max(2 * interval, MIN_GAP_SECONDS)
        self._items: deque[Sample] = deque(maxlen=MAX_SAMPLES)
        self._counted: deque[Sample] = deque(maxlen=MAX_SAMPLES)
        self._stored: deque[Sample] = deque(maxlen=MAX_SAMPLES)
        self._agree = True

    def add(self, job: JobDetail, at: float) -> ProgressEstimate:
        """Take up a running job as it was at a time; returns the estimate by now.

        Time left comes from the counts, which are finer, until they contradict the percentage: never from both.
        At 100 % there is none, even if the counts differ.
        """
        counted = 100 * job.processed / job.total if job.processed is not None and job.total else None
        if counted is not None and job.percent is not None and abs(min(100.0, counted) - job.percent) > MAX_DIFFERENCE:
            self._agree = False
        self._add(self._items, at, job.processed)
        self._add(self._counted, at, counted)
        self._add(self._stored, at, job.percent)
        items = estimate_progress(self._items, None) if self._items else ProgressEstimate()
        by_counts = self._agree and self._counted and (job.percent or 0) < 100
        parts = self._counted if by_counts else self._stored
        whole = estimate_progress(parts, 100.0) if parts else ProgressEstimate()
        return ProgressEstimate(items.rate, whole.left, whole.withheld)

    def _add(self, samples: deque[Sample], at: float, done: float | None) -> None:
        if samples and done is not None and done > samples[-1][1]:
            self.progressed_at = at
        if done is None or (samples and (done < samples[-1][1] or at - samples[-1][0] > self._gap)):
            samples.clear()
        if done is not None and (not samples or at > samples[-1][0]):
            samples.append((at, float(done)))

    def unresponsive_since(self, job: JobDetail, at: float) -> int | None:
        """The last sign of life of a running job, in ms since 1970; None if it is recent."""
        progressed = round(self.progressed_at * 1000) if self.progressed_at else None
        signs = [sign for sign in (job.heartbeat, job.updated, job.started, progressed) if sign]
        return max(signs) if signs and at * 1000 - max(signs) >= REPORT_AFTER_SECONDS * 1000 else None

    def stalled_since(self, job: JobDetail, at: float) -> int | None:
        """Since when it has neither progressed nor logged anything, in ms since 1970; None if that is recent, or if
        it never reported how much there is to do."""
        if job.percent is None and not job.total:
            return None
        since = max(self.progressed_at or 0, self._since, (job.started or 0) / 1000)
        return round(since * 1000) if at - since >= REPORT_AFTER_SECONDS else None
