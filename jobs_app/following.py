"""One job as an open page follows it: each read brings what is new since the last, for all viewers of it."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from jobs_app.pace import Pace, Sample, pace
from jobs_app.queries import TAIL_CHARACTERS, job_detail, log_tail, usual_duration, whole_summary
from jobs_app.snapshots import TEXT_LIMIT, JobDetail, LogLines
from jobs_app.summaries import pretty, sentence

EMPTY, UNKNOWN = LogLines(1, (), 0), Pace()
TAIL = 500
"""Lines at the end of a log that a page opens with."""
SAMPLES = 120
EARLY = 1.0
"""Seconds by which the log may be read too soon, so that it keeps step with polls of the same interval."""
USUAL_FOR = 60.0
"""Seconds after which it is looked up again how long such jobs take."""
STUCK_AFTER = 30.0
"""Seconds without progress after which they are worth a word, by and by."""


@dataclass(frozen=True, slots=True)
class JobNow:
    """A job at one moment: its facts, the end of its log, its pace and what such jobs usually take."""

    detail: JobDetail | None
    log: LogLines = EMPTY
    pace: Pace = UNKNOWN
    usual: int | None = None
    last_sign: int | None = None
    """When the job last gave a sign of life, in milliseconds since 1970."""
    stuck_since: int | None = None
    """Since when a job that says how much there is to do has neither come on nor logged anything; None if it does."""
    life: str = ""
    """Another one after the job was deleted and made again under its id: its log is another one too."""
    told: str = ""
    summary: str = ""
    """The summary in a sentence, and as it is to be shown."""


class Follower:
    """Remembers what the last read of a job brought. Its reads block, and must not overlap."""

    def __init__(
        self, engine: Engine, job_id: str, log_every: float = 0.0, clock: Callable[[], float] = time.time
    ) -> None:
        self._engine, self._job_id, self._log_every, self._clock = engine, job_id, log_every, clock
        self._log_read_at = 0.0
        self.read_at = clock()
        """When it was last read, in seconds of the clock: nobody follows the job any more if that is long ago."""
        self._lines: deque[str] = deque(maxlen=TAIL)
        self._total = 0
        self._items: deque[Sample] = deque(maxlen=SAMPLES)
        self._parts: deque[Sample] = deque(maxlen=SAMPLES)
        self._moved_at: float | None = None
        self._watched_since = self.read_at
        self._life = ""
        self._told: tuple[object, str, str] = None, "", ""
        self._usual: tuple[float, int | None] | None = None

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
        if not running or self._clock() - self._log_read_at >= self._log_every - EARLY:
            self._read_log()
        told, summary = self._tell(detail)
        return JobNow(
            detail,
            LogLines(self._total - len(self._lines) + 1, tuple(self._lines), self._total),
            self._measure(detail) if running else UNKNOWN,
            self._usually(),
            self._last_sign(detail) if running else None,
            self._stuck_since(detail) if running else None,
            life,
            told,
            summary,
        )

    def _begin(self, life: str) -> None:
        """Forget what was read of a job that had this id before."""
        self._life, self._total, self._log_read_at = life, 0, 0.0
        self._moved_at, self._watched_since = None, self._clock()
        for remembered in (self._lines, self._items, self._parts):
            remembered.clear()

    def _read_log(self) -> None:
        new = log_tail(self._engine, self._job_id, self._total, TAIL)
        if new.total < self._total or new.first > self._total + 1:
            self._lines.clear()
        if new.total > self._total and self._log_read_at:
            self._moved_at = self._clock()
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

    def _measure(self, detail: JobDetail) -> Pace:
        at = self._clock()
        self._add(self._items, at, detail.processed)
        self._add(self._parts, at, _part(detail))
        items = pace(self._items, None) if self._items else UNKNOWN
        whole = pace(self._parts, 100.0) if self._parts else UNKNOWN
        return Pace(items.rate, whole.left, whole.doubt)

    def _add(self, samples: deque[Sample], at: float, done: float | None) -> None:
        if done is None or (samples and done < samples[-1][1]):
            samples.clear()
        if done is None or (samples and at <= samples[-1][0]):
            return
        if samples and done > samples[-1][1]:
            self._moved_at = at
        samples.append((at, float(done)))

    def _last_sign(self, detail: JobDetail) -> int | None:
        moved = round(self._moved_at * 1000) if self._moved_at else None
        return max((at for at in (detail.heartbeat, detail.updated, detail.started, moved) if at), default=None)

    def _stuck_since(self, detail: JobDetail) -> int | None:
        if detail.percent is None and not detail.total:
            return None
        since = max(self._moved_at or 0, self._watched_since, (detail.started or 0) / 1000)
        return round(since * 1000) if self._clock() - since >= STUCK_AFTER else None

    def _usually(self) -> int | None:
        now = self._clock()
        if self._usual is None or now - self._usual[0] > USUAL_FOR:
            self._usual = now, usual_duration(self._engine, self._job_id)
        return self._usual[1]


def _part(detail: JobDetail) -> float | None:
    """Percent done: finer by the counts than by the percentage, where both say the same."""
    if detail.processed is not None and detail.total:
        exact = min(100.0, 100 * detail.processed / detail.total)
        if detail.percent is None or abs(exact - detail.percent) < 1:
            return exact
    return detail.percent
