"""Files that commands create, change or trust."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs_app.database import open_database
from jobs_app.database.migrations import downgrade, upgrade
from jobs_app.recorder import record_job
from jobs_app.worker.queue import JobQueue
from tests.support.command import jobs
from tests.support.waiting import wait_for


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


@pytest.mark.usefixtures("open_umask")
def test_new_database_and_its_journals_are_private(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    upgrade(url)
    with record_job("scan", database_url=url):
        # The recorder connects in a thread of its own.
        wait_for(lambda: len(modes(tmp_path)) == 3, lambda: f"database and journals, now {modes(tmp_path)}")
        assert modes(tmp_path) == {"jobs.db": 0o600, "jobs.db-wal": 0o600, "jobs.db-shm": 0o600}


@pytest.mark.usefixtures("open_umask")
def test_new_queue_is_private(tmp_path: Path) -> None:
    queue = JobQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    queue.put("a")
    assert set(modes(tmp_path).values()) == {0o600}
    queue.close()


def test_mode_of_an_existing_database_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    path.touch()
    path.chmod(0o640)
    upgrade(f"sqlite:///{path}")
    assert modes(tmp_path)["jobs.db"] == 0o640


READING = (["list"], ["show", "a"], ["log", "a"])


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_reading_command_creates_no_database(tmp_path: Path, command: list[str]) -> None:
    done = jobs(tmp_path, *command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "jobs: there is no database yet: run `jobs migrate`\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", READING, ids=" ".join)
@pytest.mark.parametrize("kind", ["empty", "older", "shared"])
def test_reading_command_migrates_nothing(tmp_path: Path, command: list[str], kind: str) -> None:
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    if kind == "older":
        upgrade(url)
        downgrade(url, "-1")
    with sqlite3.connect(tmp_path / "jobs.db") as connection:
        if kind == "shared":
            connection.execute("CREATE TABLE theirs (id)")
        before = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
        done = jobs(tmp_path, *command)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "run `jobs migrate`" in done.stderr
        assert connection.execute("SELECT name, sql FROM sqlite_master").fetchall() == before
    connection.close()


def test_database_with_tables_of_others_is_not_migrated_unasked(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "jobs.db")
    connection.execute("CREATE TABLE theirs (id)")
    done = jobs(tmp_path, "scan", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("jobs: the database has tables, but none of ours: run `jobs migrate` to add them, or")
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    connection.close()
    assert jobs(tmp_path, "migrate").returncode == 0
    assert jobs(tmp_path, "scan", str(tmp_path)).returncode == 0


def test_worker_imports_no_library_from_the_working_directory(tmp_path: Path) -> None:
    """A module of jobs is found there, what is called like a library is not."""
    for name in ("redis", "psycopg", "huey"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the working directory')\n")
    (tmp_path / "my_jobs.py").write_text(
        "import sys, os\nassert os.getcwd() not in sys.path[:-1], sys.path\nprint('found', flush=True)\nos._exit(0)\n"
    )
    done = jobs(tmp_path, "worker", "--module", "my_jobs", python_options=("-P",))
    assert (done.returncode, done.stdout) == (0, "found\n"), done.stderr


def test_supervised_worker_ignores_the_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    from jobs_app.server import worker_supervisor

    commands = list[list[str]]()
    monkeypatch.setattr(worker_supervisor.subprocess, "Popen", lambda command, **_: commands.append(command))
    with pytest.raises(AttributeError):
        worker_supervisor._keep_worker_running(worker_supervisor.threading.Event())
    assert commands[0][1:4] == ["-P", "-m", "jobs_app.cli"]


def test_database_in_memory_creates_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite://", "sqlite:///:memory:"):
        engine = open_database(url)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        engine.dispose()
    assert list(tmp_path.iterdir()) == []
