"""The groups of a list that is ordered by activity: running, queued and ended jobs."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import COUNT_LIMIT, JobRow
from jobs_app.jobs.status import OPEN, JobStatus

ENDED = "ended"
GROUPS = (*map(str, OPEN), ENDED)


def first_of_groups(rows: Sequence[JobRow]) -> dict[str, str]:
    """The ids of the rows with which a group begins, and the names of the groups."""
    groups = [group_of(row.status) for row in rows]
    begins = [True, *(before != after for before, after in pairwise(groups))]
    return {row.id: group for row, group, first in zip(rows, groups, begins, strict=False) if first}


def group_of(status: str) -> str:
    """The group of a status: ended jobs are one group, whatever their end; so are those of unknown status."""
    return status if status in OPEN else ENDED


def group_counts(view: JobFilter, counts: Mapping[str, int]) -> dict[str, int]:
    """How many jobs of a view each group has; `COUNT_LIMIT` + 1 stands for more."""
    totals = dict.fromkeys(GROUPS, 0)
    for status in view.statuses or JobStatus:
        totals[group_of(status)] += counts.get(status, 0)
    return {group: min(total, COUNT_LIMIT + 1) for group, total in totals.items()}
