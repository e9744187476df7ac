"""The groups of a list that is ordered by activity."""

from typing import Any

from jobs_app.dashboard.pages.row_groups import first_of_groups, group_counts
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import COUNT_LIMIT, JobRow
from jobs_app.jobs.status import JobStatus


def rows(*statuses: str) -> list[JobRow]:
    empty: dict[str, Any] = dict.fromkeys(JobRow.__slots__)
    return [JobRow(**(empty | {"id": str(number), "status": status})) for number, status in enumerate(statuses)]


def test_each_group_begins_with_its_first_row() -> None:
    some = rows("running", "running", "queued", "failed", "unknown", "completed")
    assert first_of_groups(some) == {"0": "running", "2": "queued", "3": "ended"}
    assert first_of_groups(rows("failed")) == {"0": "ended"}
    assert first_of_groups([]) == {}


def test_group_counts_are_those_of_the_chosen_statuses() -> None:
    counts = dict.fromkeys(map(str, JobStatus), 3)
    assert group_counts(JobFilter(), counts) == {"running": 3, "queued": 3, "ended": 12}
    chosen = JobFilter.from_query("status=failed,running")
    assert group_counts(chosen, counts) == {"running": 3, "queued": 0, "ended": 3}


def test_group_counts_end_at_the_limit() -> None:
    counts = dict.fromkeys(map(str, JobStatus), COUNT_LIMIT)
    assert group_counts(JobFilter(), counts)["ended"] == COUNT_LIMIT + 1
