"""How a view is read: as a few streams that an index has in the right order, one for each status, merged later.

A database left to itself would often sort all jobs to show 50 of them, above all without statistics.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from jobs_app.database.ids import meant
from jobs_app.database.models import JOBS
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.job_list.conditions import found, has_status, since, with_types
from jobs_app.queries.job_list.facets import Present
from jobs_app.queries.job_list.order import KEYS, SO_FAR, Keys

MOST_STREAMS = 50
FEW = 5_000
"""Up to so many matching jobs are rather gathered by an index on the filter and sorted, than met one by one
among all jobs in the order of the sort."""
BY_TYPE = ("created", "status", "type")
"""The sorts for which the jobs of one status and type lie in order."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The jobs of one stored status, or one status and type; of all of them where None. Spelled."""

    status: str | None = None
    job_type: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read a view: which streams, and whether to gather and sort what matches."""

    streams: tuple[Stream, ...]
    gather: bool = False


def is_one_stream(view: JobFilter) -> bool:
    """Whether a view's plan is the same whatever statuses and types there are."""
    return not view.statuses and not view.types and view.sort == "created"


def plan(view: JobFilter, present: Present | None, matching: int) -> Plan:
    """The plan for a view that so many jobs match, as far as they were counted; `None` where it is one stream."""
    if not matching:
        return Plan(())
    aside = bool(view.types and view.sort not in BY_TYPE) or bool(view.since and view.sort != "created")
    gather = matching <= view.size if view.search else aside and matching <= FEW
    if not present or is_one_stream(view):
        return Plan((Stream(),), gather)
    statuses = present.statuses(view.statuses)
    too_many = not present.complete or len(statuses) > MOST_STREAMS
    if too_many or (gather and not view.statuses and not view.types and view.sort != "duration"):
        return Plan((Stream(),), gather)
    pairs = tuple(Stream(*pair) for pair in present.pairs if pair[0] in statuses and pair[1] in view.types)
    by_type = view.types and (gather or view.sort in BY_TYPE) and len(pairs) <= MOST_STREAMS
    return Plan(pairs if by_type else tuple(map(Stream, statuses)), gather)


def keys(view: JobFilter, stream: Stream) -> Keys:
    """What a stream is in order of."""
    running = view.sort == "duration" and stream.status == str(JobStatus.RUNNING)
    return SO_FAR if running else KEYS[view.sort]


def conditions(view: JobFilter, stream: Stream, gather: bool, on_sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """What the jobs of a stream that match a view have in common.

    Where the stream's order matters, the conditions must not lead the database to another index.
    """
    if stream.status is not None:
        yield JOBS.c.status == meant(stream.status, JOBS.c.status, on_sqlite)
    elif view.statuses:
        yield or_(*map(has_status, view.statuses))
    if stream.job_type is not None:
        yield JOBS.c.job_type == meant(stream.job_type, JOBS.c.job_type, on_sqlite)
    else:
        yield from with_types(view, aside=not gather)
    yield from since(view, aside=not gather and view.sort != "created")
    yield from found(view, on_sqlite)
