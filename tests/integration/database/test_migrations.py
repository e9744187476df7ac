"""Migrations create the schema, on SQLite and on PostgreSQL."""

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from jobs_app.database import open_database
from jobs_app.database.migrations import SchemaError, downgrade, prepare, schema_problem, upgrade
from tests.support.command import jobs
from tests.support.schema import facts

PROCESSES = 5


@pytest.fixture
def empty_database(empty_database_url: str) -> Iterator[Engine]:
    engine = open_database(empty_database_url)
    yield engine
    engine.dispose()


def test_upgrade_downgrade_upgrade_succeeds(empty_database: Engine, empty_database_url: str) -> None:
    upgrade(empty_database_url)
    first = facts(empty_database)
    downgrade(empty_database_url, "base")
    assert set(inspect(empty_database).get_table_names()) == {"alembic_version"}
    upgrade(empty_database_url)
    assert facts(empty_database) == first
    assert schema_problem(empty_database) is None


@pytest.mark.parametrize("asked_for", ["columns", "references", "generated", "indexes"])
def test_upgraded_schema_equals_the_models(empty_database: Engine, empty_database_url: str, asked_for: str) -> None:
    upgrade(empty_database_url)
    migrated = facts(empty_database)[asked_for]
    downgrade(empty_database_url, "base")
    SQLModel.metadata.create_all(empty_database)
    assert migrated == facts(empty_database)[asked_for]
    assert migrated


def test_upgrade_twice_changes_nothing(database: Engine, database_url: str) -> None:
    before = facts(database)
    upgrade(database_url)
    assert facts(database) == before


def test_concurrent_upgrades_all_succeed(empty_database: Engine, empty_database_url: str) -> None:
    program = "import sys; from jobs_app.database.migrations import upgrade; sys.stdin.readline(); upgrade(sys.argv[1])"
    command = [sys.executable, "-c", program, empty_database_url]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate()[1] for process in started]
    assert [(process.returncode, text) for process, text in zip(started, outputs, strict=True)] == [(0, "")] * PROCESSES
    assert schema_problem(empty_database) is None


def test_failed_step_leaves_the_database_unchanged(empty_database: Engine, empty_database_url: str) -> None:
    with empty_database.begin() as connection:
        connection.execute(text("CREATE TABLE job_log (mine INTEGER)"))
    with pytest.raises(Exception, match="job_log"):
        upgrade(empty_database_url)
    assert inspect(empty_database).get_table_names() == ["job_log"]


def test_upgrade_from_any_directory_prints_nothing(
    empty_database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (elsewhere := tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(elsewhere)
    levels = [logging.getLogger(name).level for name in ("", "alembic", "sqlalchemy.engine")]
    upgrade(empty_database_url)
    assert capfd.readouterr() == ("", "")
    assert [logging.getLogger(name).level for name in ("", "alembic", "sqlalchemy.engine")] == levels
    assert not list(elsewhere.iterdir())


def test_deleted_job_deletes_its_log(database: Engine) -> None:
    _add_job_with_log(database)
    with database.begin() as connection:
        connection.execute(text("DELETE FROM jobs WHERE id = 'a'"))
        assert connection.execute(text("SELECT job_id FROM job_log")).scalars().all() == ["b"]


def test_job_deleted_by_another_program_deletes_its_log(sqlite_database_url: str) -> None:
    engine = open_database(sqlite_database_url)
    _add_job_with_log(engine)
    engine.dispose()
    connection = sqlite3.connect(sqlite_database_url.removeprefix("sqlite:///"))
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (0,)
    connection.execute("DELETE FROM jobs WHERE id = 'a'")
    assert connection.execute("SELECT job_id FROM job_log").fetchall() == [("b",)]
    connection.close()


def _add_job_with_log(engine: Engine) -> None:
    with engine.begin() as connection:
        for job_id in ("a", "b"):
            connection.execute(text(f"INSERT INTO jobs (id, job_type, status) VALUES ('{job_id}', 'scan', 'queued')"))
            connection.execute(text(f"INSERT INTO job_log VALUES ('{job_id}', 1, 1, 'hello')"))


def test_empty_database_is_reported_as_empty(empty_database: Engine) -> None:
    assert schema_problem(empty_database) == "the database is empty"


def test_older_schema_is_reported_as_too_old(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alembic.script.ScriptDirectory.get_heads", lambda self: ["9999"])
    assert schema_problem(database) == "the database schema is too old for this program"


def test_newer_schema_is_not_changed(database: Engine, database_url: str) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert schema_problem(database) == "the database schema is newer than this program"
    with pytest.raises(SchemaError, match="newer than this program: install the version that wrote it"):
        prepare(database_url)


def test_foreign_jobs_table_is_not_changed(empty_database: Engine, empty_database_url: str) -> None:
    with empty_database.begin() as connection:
        connection.execute(text("CREATE TABLE jobs (pay INTEGER)"))
    with pytest.raises(SchemaError, match="not ours: set JOBS_DATABASE_URL"):
        prepare(empty_database_url)


def test_empty_sqlite_is_upgraded_automatically(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    prepare(url)
    engine = open_database(url)
    assert schema_problem(engine) is None
    engine.dispose()


def test_older_sqlite_is_upgraded_and_keeps_its_jobs(sqlite_database_url: str) -> None:
    engine = open_database(sqlite_database_url)
    _add_job_with_log(engine)
    downgrade(sqlite_database_url, "0001")
    assert schema_problem(engine) == "the database schema is too old for this program"
    prepare(sqlite_database_url)
    assert schema_problem(engine) is None
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, for_workers FROM jobs ORDER BY id")).all() == [
            ("a", None),
            ("b", None),
        ]
        assert connection.execute(text("SELECT text FROM job_log")).scalars().all() == ["hello", "hello"]
    engine.dispose()


def test_older_sort_keys_of_times_are_replaced(sqlite_database_url: str) -> None:
    downgrade(sqlite_database_url, "0006")
    engine = open_database(sqlite_database_url)
    with engine.begin() as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE instr(sql, 'created_key') AND type = 'index'"
        indexes = connection.exec_driver_sql(query).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
        connection.exec_driver_sql("ALTER TABLE jobs DROP COLUMN created_key")
        connection.exec_driver_sql("ALTER TABLE jobs ADD COLUMN created_key TEXT GENERATED ALWAYS AS ('') VIRTUAL")
        for _, statement in indexes:
            connection.exec_driver_sql(statement)
        job = "INSERT INTO jobs (id, job_type, status, created_at) VALUES ('x', 'a', 'queued', 1796082805)"
        connection.exec_driver_sql(job)
    upgrade(sqlite_database_url)
    with engine.connect() as connection:
        keys = connection.exec_driver_sql("SELECT created_key FROM jobs INDEXED BY ix_jobs_created").scalars().all()
        assert keys == ["2026-11-30 23:53:25.000"]
        assert set(connection.exec_driver_sql(query).all()) == set(indexes)
    engine.dispose()


def test_older_postgresql_is_not_upgraded_automatically(postgres_database_url: str, tmp_path: Path) -> None:
    downgrade(postgres_database_url, "0001")
    with pytest.raises(SchemaError, match=r"^the database schema is too old for this program: run `jobs migrate`$"):
        prepare(postgres_database_url)
    for command in ("serve", "worker", "list"):
        done = jobs(tmp_path, command, JOBS_DATABASE_URL=postgres_database_url)
        outputs = "jobs: the database schema is too old for this program: run `jobs migrate`\n"
        assert (done.returncode, done.stdout, done.stderr) == (1, "", outputs)
    assert jobs(tmp_path, "migrate", JOBS_DATABASE_URL=postgres_database_url).returncode == 0
    prepare(postgres_database_url)


def test_empty_postgresql_is_refused_with_the_command(empty_postgres_url: str) -> None:
    with pytest.raises(SchemaError, match=r"^the database is empty: run `jobs migrate`$"):
        prepare(empty_postgres_url)
    upgrade(empty_postgres_url)
    prepare(empty_postgres_url)
