"""One job as an open page follows it: each read brings what is new since the last, for all viewers of it."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from jobs_app.movement import Movement
from jobs_app.pace import Pace
from jobs_app.queries import TAIL_CHARACTERS, job_detail, log_tail, usual_duration, whole_summary
from jobs_app.snapshots import TEXT_LIMIT, JobDetail, LogLines
from jobs_app.summaries import pretty, sentence

EMPTY, UNKNOWN = LogLines(1, (), 0), Pace()
TAIL = 500
"""Lines at the end of a log that a page opens with."""
EARLY = 1.0
"""Seconds by which the log may be read too soon, so that it keeps step with polls of the same interval."""
USUAL_FOR = 60.0
"""Seconds after which it is looked up again how long such jobs take."""


@dataclass(frozen=True, slots=True)
class JobNow:
    """A job at one moment: its facts, the end of its log, its pace and what such jobs usually take."""

    detail: JobDetail | None
    log: LogLines = EMPTY
    pace: Pace = UNKNOWN
    usual: int | None = None
    silent_since: int | None = None
    stuck_since: int | None = None
    """Since when there is no sign of life, or no progress, in milliseconds since 1970; None while that is not long."""
    life: str = ""
    """Another one after the job was deleted and made again under its id: its log is another one too."""
    told: str = ""
    summary: str = ""
    """The summary in a sentence, and as it is to be shown."""


class Follower:
    """Remembers what the last read of a job brought. Its reads block, and must not overlap."""

    def __init__(
        self,
        engine: Engine,
        job_id: str,
        log_every: float = 0.0,
        poll_every: float = 0.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._engine, self._job_id, self._clock = engine, job_id, clock
        self._log_every, self._poll_every = log_every, poll_every
        self._log_read_at = 0.0
        self._log_wanted = False
        self.read_at = clock()
        """When it was last read, in seconds of the clock: nobody follows the job any more if that is long ago."""
        self._lines: deque[str] = deque(maxlen=TAIL)
        self._total = 0
        self._movement = Movement(self.read_at, poll_every)
        self._life = ""
        self._told: tuple[object, str, str] = None, "", ""
        self._usual: tuple[float, int | None] | None = None

    def want_log(self) -> None:
        """Let the next read bring the new lines of the log, due or not: somebody asked."""
        self._log_wanted = True

    def read(self) -> JobNow:
        """The job as it is now. Raises what the database raises."""
        self.read_at = self._clock()
        # The facts first: the recorder stores a job's last lines together with its end.
        detail = job_detail(self._engine, self._job_id)
        life = f"{self._job_id} {detail.created}" if detail else ""
        if life != self._life:
            self._begin(life)
        if detail is None:
            return JobNow(None)
        running = detail.status == "running"
        if not running or self._log_wanted or self._clock() - self._log_read_at >= self._log_every - EARLY:
            self._read_log()
        told, summary = self._tell(detail)
        return JobNow(
            detail,
            LogLines(self._total - len(self._lines) + 1, tuple(self._lines), self._total),
            self._movement.see(detail, self.read_at) if running else UNKNOWN,
            self._usually(),
            self._movement.silent_since(detail, self.read_at) if running else None,
            self._movement.stuck_since(detail, self.read_at) if running else None,
            life,
            told,
            summary,
        )

    def _begin(self, life: str) -> None:
        """Forget what was read of a job that had this id before."""
        self._life, self._total, self._log_read_at = life, 0, 0.0
        self._movement = Movement(self.read_at, self._poll_every)
        self._lines.clear()

    def _read_log(self) -> None:
        new = log_tail(self._engine, self._job_id, self._total, TAIL)
        self._log_wanted = False
        if new.total < self._total or new.first > self._total + 1:
            self._lines.clear()
        if new.total > self._total and self._log_read_at:
            self._movement.moved_at = self.read_at
        self._lines.extend(new.lines)
        size = sum(map(len, self._lines))
        while size > TAIL_CHARACTERS and len(self._lines) > 1:
            size -= len(self._lines.popleft())
        self._total, self._log_read_at = new.total, self._clock()

    def _tell(self, detail: JobDetail) -> tuple[str, str]:
        """The summary in a sentence and laid out; its megabytes are read when its start or the job changes."""
        key = (detail.job_type, detail.summary, detail.status, detail.ended)
        if key != self._told[0]:
            long = len(detail.summary) > TEXT_LIMIT
            stored = whole_summary(self._engine, self._job_id) if long else detail.summary
            self._told = key, sentence(detail.job_type, stored), pretty(stored, TEXT_LIMIT)
        return self._told[1:]

    def _usually(self) -> int | None:
        now = self._clock()
        if self._usual is None or now - self._usual[0] > USUAL_FOR:
            self._usual = now, usual_duration(self._engine, self._job_id)
        return self._usual[1]
