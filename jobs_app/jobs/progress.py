"""Progress tracking over the reads of a job: how fast it is, and how long it still takes."""

from collections import deque

from jobs_app.jobs.progress_estimate import ProgressEstimate, Sample, estimate_progress
from jobs_app.jobs.snapshots import JobDetail

MAX_SAMPLES = 120
MAX_DIFFERENCE = 10.0
"""Percentage points between the counts and the stored percentage up to which both describe the same work."""
MIN_GAP_SECONDS = 75.0
"""Without a sample for so long, or longer, measuring starts again: hidden tabs may be polled once a minute."""


class ProgressTracker:
    """Remembers what was done when. Times are seconds of one clock; `interval` is the one between two reads."""

    def __init__(self, interval: float = 0.0) -> None:
        self._gap = max(2 * interval, MIN_GAP_SECONDS)
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
        if done is None or (samples and (done < samples[-1][1] or at - samples[-1][0] > self._gap)):
            samples.clear()
        if done is not None and (not samples or at > samples[-1][0]):
            samples.append((at, float(done)))
