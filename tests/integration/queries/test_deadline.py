"""The deadline of reads on SQLite, which no other use of the connection inherits."""

from collections.abc import Iterator
from itertools import chain, repeat

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from jobs_app.database import open_database
from jobs_app.database.engine import STATEMENT_TIMEOUT_SECONDS
from jobs_app.database.errors import TOO_SLOW, reason_of
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import read_job_list
from jobs_app.queries.transaction import read_transaction
from tests.support.factories import NOON, JobFactory

WORK = """
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
    SELECT count(*) FROM numbers
"""
"""Takes some hundred thousand instructions."""


@pytest.fixture
def engine(sqlite_database_url: str) -> Iterator[Engine]:
    """One connection, so that each use gets the same one."""
    engine = open_database(sqlite_database_url, connections=1)
    yield engine
    engine.dispose()


def work(connection: Connection) -> int:
    return int(connection.execute(text(WORK)).scalar_one())


class Clock:
    """Returns the given times, the last one for ever; counts how often it is read."""

    def __init__(self, *times: float) -> None:
        self.reads = 0
        self._times = chain(times, repeat(times[-1]))

    def __call__(self) -> float:
        self.reads += 1
        return next(self._times)


def test_read_is_interrupted_at_its_deadline(engine: Engine) -> None:
    late = Clock(100, 100 + STATEMENT_TIMEOUT_SECONDS - 1, 100 + STATEMENT_TIMEOUT_SECONDS)
    with pytest.raises(OperationalError) as error, read_transaction(engine, late) as connection:
        work(connection)
    assert reason_of(error.value) == TOO_SLOW == "the database took too long to answer"
    assert late.reads == 3


def test_read_before_its_deadline_is_not_interrupted(engine: Engine) -> None:
    early = Clock(100, 100 + STATEMENT_TIMEOUT_SECONDS - 1)
    with read_transaction(engine, early) as connection:
        assert work(connection) == 100_000
    assert early.reads > 10


@pytest.mark.parametrize("fails", [True, False])
def test_next_use_of_the_connection_has_no_deadline(engine: Engine, fails: bool) -> None:
    clock = Clock(0, 1e9) if fails else Clock(0)
    try:
        with read_transaction(engine, clock) as connection:
            work(connection)
    except OperationalError:
        assert fails
    reads = clock.reads
    with engine.begin() as connection:
        assert work(connection) == 100_000
        connection.execute(text("CREATE TABLE written AS SELECT 1"))
    assert clock.reads == reads
    with read_transaction(engine) as connection:
        assert work(connection) == 100_000


def test_list_read_has_a_deadline(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    JobFactory(engine).add_all({"status": "completed"} for _ in range(5_000))
    monkeypatch.setattr("jobs_app.queries.transaction.STATEMENT_TIMEOUT_SECONDS", -1.0)
    with pytest.raises(OperationalError) as error:
        read_job_list(engine, JobFilter(search="nothing"), NOON)
    assert reason_of(error.value) == TOO_SLOW
