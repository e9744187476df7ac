"""One job as open pages follow it: each read brings what is new since the last, for all viewers of it."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.progress import ProgressTracker
from jobs_app.jobs.progress_estimate import ProgressEstimate
from jobs_app.jobs.snapshots import TEXT_LIMIT, JobDetail, LogLines
from jobs_app.jobs.summaries import pretty, sentence
from jobs_app.queries import (
    MAX_TAIL_CHARACTERS,
    read_job,
    read_log_lines,
    read_log_tail,
    read_summary,
    typical_duration,
)

NO_LOG, NO_ESTIMATE = LogLines(1, (), 0), ProgressEstimate()
TAIL_LINES = 500
"""Lines at the end of a log that a page opens with."""
LOG_EARLY_SECONDS = 1.0
"""How much too early the log may be read, to keep in step with polls of the same interval."""
TYPICAL_DURATION_SECONDS = 60.0
"""How long a typical duration that was read is good for."""


@dataclass(frozen=True, slots=True)
class JobUpdate:
    """A job at one moment. Durations and times are in milliseconds, times since 1970."""

    detail: JobDetail | None
    log: LogLines = NO_LOG
    estimate: ProgressEstimate = NO_ESTIMATE
    typical_duration: int | None = None
    run_id: str = ""
    """Differs after the job was started again under its id, or its log was replaced."""
    summary_sentence: str = ""
    summary_text: str = ""


class JobFeed:
    """Remembers what the last read of a job brought. Its reads block, and must not overlap."""

    def __init__(
        self,
        engine: Engine,
        job_id: str,
        log_interval: float = 0.0,
        poll_interval: float = 0.0,
        rules: Callable[[], AttentionRules] = AttentionRules,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._engine, self._job_id, self._rules, self._clock = engine, job_id, rules, clock
        self._log_interval, self._poll_interval = log_interval, poll_interval
        self._log_read_at = 0.0
        self._log_requested = False
        self.read_at = clock()
        """When it was last read, in seconds of the clock: the job has no viewer if that is long ago."""
        self._lines: deque[str] = deque(maxlen=TAIL_LINES)
        self._total = 0
        self._tracker = ProgressTracker(poll_interval)
        self._run: tuple[object, ...] = ()
        self._replaced_logs = 0
        self._summary: tuple[object, str, str] = None, "", ""
        self._typical: tuple[float, int | None] | None = None

    def request_log(self) -> None:
        """Let the next read bring the new lines of the log, due or not."""
        self._log_requested = True

    def read(self) -> JobUpdate:
        """The job as it is now. Raises what the database raises."""
        self.read_at = self._clock()
        # The job first: the recorder stores its last lines together with its end.
        detail = read_job(self._engine, self._job_id, datetime.fromtimestamp(self.read_at, UTC), self._rules())
        run = (detail.created, detail.started, detail.attempt) if detail else ()
        if run != self._run:
            self._begin(run)
        if detail is None:
            return JobUpdate(None)
        running = detail.status == "running"
        if not running or self._log_is_due():
            self._read_log()
        summary_sentence, summary_text = self._read_summary(detail)
        return JobUpdate(
            detail,
            LogLines(self._total - len(self._lines) + 1, tuple(self._lines), self._total),
            self._tracker.add(detail, self.read_at) if running else NO_ESTIMATE,
            self._typical_duration(),
            f"{self._job_id} {'/'.join(map(str, (*self._run, self._replaced_logs)))}",
            summary_sentence,
            summary_text,
        )

    def _begin(self, run: tuple[object, ...]) -> None:
        """Forget what was read of an earlier run under this id, or of a job that had it before."""
        self._run, self._log_read_at = run, 0.0
        self._tracker = ProgressTracker(self._poll_interval)
        self._forget_log()

    def _forget_log(self) -> None:
        self._total = 0
        self._lines.clear()

    def _log_is_due(self) -> bool:
        return self._log_requested or self._clock() - self._log_read_at >= self._log_interval - LOG_EARLY_SECONDS

    def _read_log(self) -> None:
        new = self._new_lines()
        self._log_requested = False
        if new.first > self._total + 1:
            self._lines.clear()
        self._lines.extend(new.lines)
        size = sum(map(len, self._lines))
        while size > MAX_TAIL_CHARACTERS and len(self._lines) > 1:
            size -= len(self._lines.popleft())
        self._total, self._log_read_at = new.total, self._clock()

    def _new_lines(self) -> LogLines:
        """The lines after the last known one; all if that is another one now: the log was replaced."""
        if self._lines and not self._is_same_log():
            self._forget_log()
            self._replaced_logs += 1
        return read_log_tail(self._engine, self._job_id, self._total, TAIL_LINES)

    def _is_same_log(self) -> bool:
        last = read_log_lines(self._engine, self._job_id, self._total - 1, 1)
        return (last.first, *last.lines) == (self._total, self._lines[-1])

    def _read_summary(self, detail: JobDetail) -> tuple[str, str]:
        """The summary as a sentence and indented; its megabytes are read when its start or the job changes."""
        key = (detail.job_type, detail.summary, detail.status, detail.ended)
        if key != self._summary[0]:
            is_cut = len(detail.summary) > TEXT_LIMIT
            stored = read_summary(self._engine, self._job_id) if is_cut else detail.summary
            self._summary = key, sentence(detail.job_type, stored), pretty(stored, TEXT_LIMIT)
        return self._summary[1:]

    def _typical_duration(self) -> int | None:
        now = self._clock()
        if self._typical is None or now - self._typical[0] > TYPICAL_DURATION_SECONDS:
            self._typical = now, typical_duration(self._engine, self._job_id)
        return self._typical[1]
