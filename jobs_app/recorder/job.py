"""The record of a running job, as its own code uses it."""

import logging
import math
import os
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from jobs_app.jobs.status import JobStatus
from jobs_app.recorder.flusher import RECORDING_THREADS, Flusher
from jobs_app.recorder.log_buffer import LogBuffer, with_stamps
from jobs_app.recorder.outcome import outcome_of, summary_json
from jobs_app.recorder.sigterm import termination
from jobs_app.recorder.values import formatted, number, text
from jobs_app.recorder.writer import JobState, JobWriter


class RecordedJob:
    """The record of a running job. Its methods may be called from any thread, and none of them blocks."""

    def __init__(
        self,
        job_id: str,
        writer: JobWriter,
        clock: Callable[[], datetime],
        interval: float,
        total: int | None = None,
        unit: str | None = None,
    ) -> None:
        self.id = job_id
        self._clock = clock
        self._processed, self._total, self._unit = 0, number("total", total, int), text(unit)
        self._percent: float | None = None
        self._summary: Any = None
        self._summary_json: str | None = None
        self._end = JobState()
        self._lines = LogBuffer()
        self._process = os.getpid()
        self._ends_by_signal = False
        self._flusher = Flusher(job_id, writer, self._lines, self._state, self._abandon, interval=interval)

    def advance(self, n: int = 1) -> None:
        """Count `n` more items as processed."""
        with self._lines.lock:
            self._processed += int(n)

    def set_progress(
        self,
        *,
        percent: float | None = None,
        processed: int | None = None,
        total: int | None = None,
        unit: str | None = None,
    ) -> None:
        """Set the progress; what is not given stays. A percentage, 0 to 100, takes precedence over the counts.

        Raises ValueError for what is no number.
        """
        given_percent = number("percent", percent, float)
        given_processed, given_total = number("processed", processed, int), number("total", total, int)
        with self._lines.lock:
            self._percent = self._percent if given_percent is None else given_percent
            self._processed = self._processed if given_processed is None else given_processed
            self._total = self._total if given_total is None else given_total
            self._unit = self._unit if unit is None else text(unit)

    def log(self, message: object, *args: object, level: int | str = logging.INFO) -> None:
        """Add a line to the job's log, `%`-formatted as in `logging`; a text of several lines adds as many."""
        if self._end.status != JobStatus.RUNNING:
            return
        self._lines.add(with_stamps(formatted(message, args), level, self._clock()))

    def log_handler(self) -> logging.Handler:
        """A handler that adds what is logged the usual way to the job's log."""
        return _JobLogHandler(self)

    @property
    def summary(self) -> Any:
        """The result: anything that JSON can represent, shown when the job has ended."""
        return self._summary

    @summary.setter
    def summary(self, value: Any) -> None:
        self._summary, self._summary_json = value, summary_json(value)

    def __enter__(self) -> Self:
        self._flusher.start()
        self._ends_by_signal = termination.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if os.getpid() != self._process:
            return
        with termination.end() if self._ends_by_signal else nullcontext():
            self._close(error)

    def _close(self, error: BaseException | None) -> None:
        outcome = outcome_of(error)
        try:
            self._summary_json = summary_json(self._summary)
        finally:
            self._end = JobState(outcome.status, self._clock(), outcome.error_message, outcome.error_traceback)
            self._flusher.end()

    def _abandon(self) -> None:
        self._end = JobState(JobStatus.FAILED, self._clock(), "stopped: the process ended before the job did")

    def _state(self) -> JobState:
        end = self._end
        with self._lines.lock:
            processed, total, percent = self._processed, self._total, self._percent
        if percent is None and total:
            percent = 100 * processed / total
        return JobState(
            end.status,
            end.completed_at,
            end.error_message,
            end.error_traceback,
            progress_percent=None if percent is None or not math.isfinite(percent) else min(max(percent, 0.0), 100.0),
            processed_count=processed if processed or total is not None else None,
            total_count=total,
            item_unit=self._unit,
            summary_json=self._summary_json,
        )


class _JobLogHandler(logging.Handler):
    """Ignores what recording threads log, of this and of other jobs: a write must not cause more writes."""

    def __init__(self, job: RecordedJob) -> None:
        super().__init__()
        self._job = job

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread in RECORDING_THREADS:
            return
        try:
            self._job.log(self.format(record), level=record.levelno)
        except Exception:
            self.handleError(record)
