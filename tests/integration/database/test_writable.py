"""A database that can only be read: it is recognized as such, and nothing tries to write it."""

from collections.abc import Iterator
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import Engine, create_engine

from jobs_app.database import open_database
from jobs_app.database.writable import write_problem
from jobs_app.server.reaper import fail_lost_jobs_if_writable
from jobs_app.worker.writable import wait_until_writable

ROLE = "jobs_reader"


@pytest.fixture
def reader_url(postgres_database_url: str) -> Iterator[str]:
    """The database with a role that may only read."""
    with psycopg.connect(postgres_database_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN")
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {ROLE}")
    yield f"{postgres_database_url}?user={ROLE}"
    with psycopg.connect(postgres_database_url, autocommit=True) as connection:
        connection.execute(f"DROP OWNED BY {ROLE}")
        connection.execute(f"DROP ROLE {ROLE}")


def test_writable_database_has_no_problem(database: Engine) -> None:
    assert write_problem(database) is None
    assert fail_lost_jobs_if_writable(database) == 0


def test_role_without_privileges_is_recognized(reader_url: str) -> None:
    engine = open_database(reader_url)
    assert write_problem(engine) == "the user of the database lacks a privilege"
    assert fail_lost_jobs_if_writable(engine) == 0
    engine.dispose()


def test_read_only_postgresql_is_recognized(postgres_database_url: str) -> None:
    """As a standby is: all its transactions are read-only."""
    engine = open_database(f"{postgres_database_url}?options={quote('-c default_transaction_read_only=on')}")
    assert write_problem(engine) == "the database is read-only"
    assert fail_lost_jobs_if_writable(engine) == 0
    engine.dispose()


def test_read_only_sqlite_file_is_recognized(sqlite_database_url: str) -> None:
    """Opened for reading only, since root may write every file."""
    path = sqlite_database_url.removeprefix("sqlite:///")
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert write_problem(engine) == "the database is read-only"
    engine.dispose()


def test_worker_waits_until_the_database_is_writable(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    problems = iter(["the database is read-only"] * 3 + [None])
    monkeypatch.setattr("jobs_app.worker.writable.write_problem", lambda _engine: next(problems))
    engine, waits = open_database(sqlite_database_url), list[float]()
    assert wait_until_writable(engine, lambda: False, waits.append) is True
    assert waits == [10.0] * 3
    assert caplog.messages == ["this worker runs no jobs: the database is read-only"]
    engine.dispose()


def test_worker_that_waits_ends_with_its_parent(sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs_app.worker.writable.write_problem", lambda _engine: "the database is read-only")
    engine, stopped = open_database(sqlite_database_url), list[float]()
    assert wait_until_writable(engine, lambda: len(stopped) > 1, stopped.append) is False
    engine.dispose()
