"""Fingerprints for the errors that other programs wrote: failed jobs that have none get theirs, in small batches."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, bindparam, literal, literal_column, select, update

from jobs_app.database.models import ENDED, JOBS, WITHOUT_FINGERPRINT
from jobs_app.jobs.error_fingerprint import MESSAGE_CHARACTERS, TRACEBACK_CHARACTERS, VERSION, fingerprint_of_parts
from jobs_app.queries.capped import capped, end_of_long

BATCH_JOBS = 200
"""Jobs that a transaction writes at most."""
BATCH_SECONDS = 0.05
"""After this a transaction writes what it has: texts may be long, and SQLite has one writer at a time."""
PAUSE_SECONDS = 0.02
"""Between two transactions, so that other writers come in between."""
RUN_SECONDS = 1.0
"""After this a run ends: the next one goes on."""


def add_fingerprints(
    engine: Engine,
    wait: Callable[[float], Any] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Add the fingerprints that are missing, or are of earlier rules, newest failures first; returns how many.

    Ends after `RUN_SECONDS`, done or not. Raises what the database raises.
    """
    added, ends_at = 0, clock() + RUN_SECONDS
    for condition in _conditions():
        while clock() < ends_at and _exist(engine, condition):
            added += _add_batch(engine, condition, clock)
            wait(PAUSE_SECONDS)
    return added


def _conditions() -> Iterator[ColumnElement[bool]]:
    """Which jobs lack a fingerprint of the present rules."""
    yield WITHOUT_FINGERPRINT
    for version in range(1, VERSION):
        yield JOBS.c.error_fingerprint.startswith(f"v{version}-")


def _exist(engine: Engine, condition: ColumnElement[bool]) -> bool:
    """Whether there is such a job. A write transaction would wait for others, every time, to find none."""
    with engine.connect() as connection:
        return connection.execute(select(literal(1)).select_from(JOBS).where(condition).limit(1)).first() is not None


def _add_batch(engine: Engine, condition: ColumnElement[bool], clock: Callable[[], float]) -> int:
    """Read and write in one transaction: an error that changes in between would get the fingerprint of the old one."""
    on_sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        if on_sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        ends_at = clock() + BATCH_SECONDS
        found = connection.execute(_errors(condition, on_sqlite))
        made = list[dict[str, Any]]()
        while (row := found.fetchone()) and (not made or clock() < ends_at):
            made.append({"job": row.key, "made": _fingerprint(row)})
        found.close()
        if made:
            changed = update(JOBS).where(_key(on_sqlite) == bindparam("job"))
            connection.execute(changed.values(error_fingerprint=bindparam("made")), made)
    return len(made)


def _errors(condition: ColumnElement[bool], on_sqlite: bool) -> Select[*tuple[Any, ...]]:
    """The newest errors, with the parts that count; on PostgreSQL those that nobody else is writing."""
    traceback = JOBS.c.error_traceback
    columns = (
        _key(on_sqlite).label("key"),
        capped(JOBS.c.error_message, MESSAGE_CHARACTERS).label("message"),
        capped(traceback, TRACEBACK_CHARACTERS).label("start"),
        end_of_long(traceback, TRACEBACK_CHARACTERS).label("end"),
    )
    newest = select(*columns).where(condition).order_by(ENDED.desc()).limit(BATCH_JOBS)
    return newest if on_sqlite else newest.with_for_update(skip_locked=True)


def _key(on_sqlite: bool) -> ColumnElement[Any]:
    """What identifies a job; on SQLite an id may be of any type."""
    return literal_column("jobs.rowid") if on_sqlite else JOBS.c.id


def _fingerprint(row: Row[Any]) -> str:
    start = row.start or ""
    return fingerprint_of_parts(row.message, start, start if row.end is None else row.end)
