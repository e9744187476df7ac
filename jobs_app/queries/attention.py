"""Which jobs need attention, in SQL: one rule for the rows of the list, its filter, its count and a job's page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    false,
    literal,
    null,
    or_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from jobs_app.database.models import COMPLETED, CREATED, JOBS, STARTED
from jobs_app.database.timestamps import UtcTimestamp, seconds_between, sortable, unreadable
from jobs_app.jobs.attention import (
    OVERDUE_AFTER_SECONDS,
    OVERDUE_FACTOR,
    UNRESPONSIVE_AFTER_SECONDS,
    WAITING_AFTER_SECONDS,
    WAITING_FACTOR,
    Attention,
    AttentionRules,
)
from jobs_app.jobs.status import JobStatus

NOW = bindparam("now", type_=UtcTimestamp)
_WAITING_SINCE = bindparam("waiting_since", type_=UtcTimestamp)
_STALLED_AFTER = bindparam("stalled_after", type_=Float)
ATTENTION_COLUMNS = ("attention", "attention_since", "usual_seconds")
Typical = tuple[int, int]
"""For how many types a typical duration and a typical wait are known: the parameters that a statement has for them."""


class latest(FunctionElement[Any]):
    """The latest of some sort keys of times; missing ones come first."""

    inherit_cache = True


@compiles(latest, "sqlite")
def _latest_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"max({compiler.process(element.clauses, **options)})"


@compiles(latest)
def _latest_timestamp(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"greatest({compiler.process(element.clauses, **options)})"


HEARTBEAT, UPDATED, PROGRESSED = (sortable(JOBS.c[f"{name}_at"]) for name in ("heartbeat", "updated", "progressed"))
LAST_SIGN = latest(HEARTBEAT, UPDATED, PROGRESSED, STARTED)
LAST_PROGRESS = latest(PROGRESSED, STARTED)
QUEUED_SINCE = latest(CREATED, STARTED, COMPLETED)
"""A job that is queued again has the times of its last attempt."""


INDEX_ORDER = {JobStatus.RUNNING: STARTED, JobStatus.QUEUED: CREATED}


def by_status_index(jobs: Select[Any], status: str) -> Select[Any]:
    """A read of the jobs of a stored status that need attention, by an index that holds only those of the status.

    SQLite's statistics know no rare values: without the order of an index it would read all jobs.
    """
    key = INDEX_ORDER.get(JobStatus.of(status))
    return jobs if key is None else jobs.order_by(key.desc(), JOBS.c.id.desc())


@lru_cache(maxsize=32)
def attention_columns(typical: Typical) -> "AttentionColumns":
    """The expressions for so many typical times: a page of a job needs them at every poll."""
    return AttentionColumns(typical)


class AttentionColumns:
    """Why jobs need attention, as expressions for a statement with parameters for so many typical times."""

    def __init__(self, typical: Typical) -> None:
        durations, waits = typical
        self._usual_duration = _by_type("duration", durations)
        self._usual_wait = _by_type("wait", waits)
        running, queued = (JOBS.c.status == str(status) for status in (JobStatus.RUNNING, JobStatus.QUEUED))
        self._rules: dict[Attention, tuple[ColumnElement[bool], ColumnElement[bool]]] = {
            Attention.UNRESPONSIVE: (running, _is_unresponsive()),
            Attention.STALLED: (running, _is_stalled()),
            Attention.OVERDUE: (running, self._is_overdue()),
            Attention.WAITING: (queued, self._is_waiting()),
        }
        self.columns = self._columns()
        """Why, since when (as text) and the typical seconds that a job exceeds; null where that does not apply."""

    def condition(self, status: str | None = None) -> ColumnElement[bool]:
        """Whether a job needs attention; for the jobs of a stored status, without testing that."""
        if status is None:
            return or_(*(and_(*rule) for rule in self._rules.values()))
        kinds = {JobStatus.RUNNING: list(Attention)[:3], JobStatus.QUEUED: [Attention.WAITING]}
        tests = [self._rules[kind][1] for kind in kinds.get(JobStatus.of(status), [])]
        return or_(*tests) if tests else false()

    def _columns(self) -> tuple[ColumnElement[Any], ...]:
        since = {
            Attention.UNRESPONSIVE: LAST_SIGN,
            Attention.STALLED: LAST_PROGRESS,
            Attention.OVERDUE: STARTED,
            Attention.WAITING: QUEUED_SINCE,
        }
        usual = {Attention.OVERDUE: self._usual_duration, Attention.WAITING: self._usual_wait}
        holds = {kind: and_(*rule) for kind, rule in self._rules.items()}
        return (
            case(*((test, literal(str(kind))) for kind, test in holds.items())).label("attention"),
            case(*((test, cast(since[kind], Text)) for kind, test in holds.items())).label("attention_since"),
            case(*((test, usual.get(kind, null())) for kind, test in holds.items())).label("usual_seconds"),
        )

    def _is_overdue(self) -> ColumnElement[bool]:
        runs_for = seconds_between(STARTED, NOW)
        return (runs_for > OVERDUE_AFTER_SECONDS) & (runs_for > OVERDUE_FACTOR * self._usual_duration)

    def _is_waiting(self) -> ColumnElement[bool]:
        """The creation is tested alone first, since an index holds queued jobs in its order."""
        waits_for = seconds_between(QUEUED_SINCE, NOW)
        is_long = (CREATED <= _WAITING_SINCE) & (waits_for > WAITING_AFTER_SECONDS)
        return is_long & or_(self._usual_wait.is_(None), waits_for > WAITING_FACTOR * self._usual_wait)


def _is_unresponsive() -> ColumnElement[bool]:
    is_known = ~or_(*(unreadable(JOBS.c[f"{name}_at"]) for name in ("heartbeat", "updated", "progressed")))
    return (seconds_between(LAST_SIGN, NOW) >= UNRESPONSIVE_AFTER_SECONDS) & is_known


def _is_stalled() -> ColumnElement[bool]:
    reports = or_(JOBS.c.progress_percent.is_not(None), JOBS.c.total_count > 0, JOBS.c.processed_count > 0)
    is_known = ~or_(*(unreadable(JOBS.c[f"{name}_at"]) for name in ("started", "progressed")))
    return reports & (seconds_between(LAST_PROGRESS, NOW) >= _STALLED_AFTER) & is_known


def _by_type(name: str, types: int) -> ColumnElement[Any]:
    """A typical time of the job's type, null where none is known."""
    if not types:
        return cast(null(), Float)
    known = (
        (JOBS.c.job_type == bindparam(f"{name}_type_{n}", type_=String), bindparam(f"{name}_{n}", type_=Float))
        for n in range(types)
    )
    return case(*known, else_=cast(null(), Float))


def typical(rules: AttentionRules) -> Typical:
    """The number of typical times that the parameters of `rules` hold."""
    return len(rules.typical_durations), len(rules.typical_waits)


def attention_parameters(rules: AttentionRules, now: datetime) -> dict[str, Any]:
    """The parameters of statements that contain `AttentionColumns`."""
    since = now - timedelta(seconds=WAITING_AFTER_SECONDS)
    named = _numbered("duration", rules.typical_durations) | _numbered("wait", rules.typical_waits)
    return {"now": now, "waiting_since": since, "stalled_after": rules.stalled_after, **named}


def _numbered(name: str, times: Mapping[str, float]) -> dict[str, object]:
    numbered = enumerate(times.items())
    return {key: value for n, (kind, seconds) in numbered for key, value in _pair(name, n, kind, seconds)}


def _pair(name: str, number: int, job_type: str, seconds: float) -> tuple[tuple[str, object], ...]:
    return (f"{name}_type_{number}", job_type), (f"{name}_{number}", seconds)
