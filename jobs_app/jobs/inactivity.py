"""Whether a running job is unresponsive or stalled. Times are ms since 1970, of the server's clock."""

from jobs_app.jobs.snapshots import JobDetail

REPORT_AFTER_MS = 60_000
"""After so long without a sign of life, or without progress, it is reported."""


def unresponsive_since(job: JobDetail, now: int) -> int | None:
    """The last sign of life of a running job; None if it is recent, or if one cannot be parsed."""
    if job.unparsed_times.keys() & {"heartbeat_at", "updated_at", "progressed_at"}:
        return None
    return _if_long_ago((job.heartbeat, job.updated, job.started, job.progressed), now)


def stalled_since(job: JobDetail, now: int) -> int | None:
    """Since when a running job has neither progressed nor logged anything; None if that is recent, if its times cannot
    be parsed, or if it never reported how much there is to do."""
    if (job.percent is None and not job.total) or job.unparsed_times.keys() & {"started_at", "progressed_at"}:
        return None
    return _if_long_ago((job.progressed, job.started), now)


def _if_long_ago(signs: tuple[int | None, ...], now: int) -> int | None:
    last = max((sign for sign in signs if sign is not None), default=now)
    return last if now - last >= REPORT_AFTER_MS else None
