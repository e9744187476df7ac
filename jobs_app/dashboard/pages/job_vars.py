"""The state vars of a job's page. Times and durations are in milliseconds, times since 1970 by the server's clock."""

from dataclasses import dataclass

from jobs_app.feeds.job import JobUpdate
from jobs_app.jobs.attention import AttentionMark
from jobs_app.jobs.snapshots import JobDetail


@dataclass(frozen=True, slots=True)
class ShownDetails:
    """What rarely changes; it may hold a long traceback, so it is sent apart from the progress."""

    id: str = ""
    status: str = ""
    job_type: str = ""
    target: str = ""
    created: int | None = None
    started: int | None = None
    ended: int | None = None
    priority: int = 0
    attempt: int = 0
    worker: str = ""
    error: str = ""
    traceback: str = ""
    run_id: str = ""
    summary_sentence: str = ""
    summary_text: str = ""
    typical_duration: int | None = None
    raw_status: str = ""
    unparsed_times: str = ""

    @classmethod
    def of(cls, update: JobUpdate, detail: JobDetail) -> "ShownDetails":
        copied = {name: getattr(detail, name) for name in cls.__slots__ if hasattr(detail, name)}
        unparsed = ", ".join(f"{name} “{text}”" for name, text in detail.unparsed_times.items())
        return cls(
            **copied | {"unparsed_times": unparsed},
            run_id=update.run_id,
            summary_sentence=update.summary_sentence,
            summary_text=update.summary_text,
            typical_duration=update.typical_duration,
        )


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """What changes from poll to poll; `rate` in items a second, `left` in seconds."""

    percent: float | None = None
    processed: int | None = None
    total: int | None = None
    unit: str = ""
    rate: float | None = None
    left: float | None = None
    withheld: str = ""
    attention: AttentionMark | None = None

    @classmethod
    def of(cls, update: JobUpdate, detail: JobDetail) -> "ShownProgress":
        return cls(
            None if detail.percent is None else round(detail.percent, 1),
            detail.processed,
            detail.total,
            detail.unit,
            _three_digits(update.estimate.rate),
            _three_digits(update.estimate.left),
            update.estimate.withheld,
            detail.attention,
        )


@dataclass(frozen=True, slots=True)
class LogChunk:
    """Lines of a log that are new since the last poll, from line `first` on, counted from 1."""

    first: int
    lines: list[str]
    total: int


def _three_digits(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.3g}")
