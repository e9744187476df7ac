"""A job as other programs read it, over HTTP or from the command line."""

import dataclasses
from datetime import UTC, datetime

from jobs_app.jobs.snapshots import JobDetail, JobRow
from jobs_app.jobs.terminal_text import without_styles

COLUMN_NAMES = {
    "percent": "progress_percent",
    "processed": "processed_count",
    "total": "total_count",
    "unit": "item_unit",
    "created": "created_at",
    "started": "started_at",
    "ended": "completed_at",
    "heartbeat": "heartbeat_at",
    "updated": "updated_at",
    "progressed": "progressed_at",
    "error": "error_message",
    "traceback": "error_traceback",
    "summary": "summary_json",
}


def to_json(job: JobRow | JobDetail) -> dict[str, object]:
    """A job under the names of the table's columns, with times in ISO 8601 UTC, and texts without styles."""
    values = {COLUMN_NAMES.get(name, name): value for name, value in dataclasses.asdict(job).items()}
    mark = job.attention
    values |= {"attention": mark and mark.kind, "attention_since": iso_time(mark.since) if mark else None}
    return {name: iso_time(value) if name.endswith("_at") else _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    return without_styles(value) if isinstance(value, str) else value


def iso_time(milliseconds: int | None) -> str | None:
    """A time in milliseconds since 1970 as ISO 8601 in UTC; None stays None."""
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
