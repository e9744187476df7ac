"""Output of the `jobs` command: logs that are replaced, and devices that take no output."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete

from jobs_app.cli.output import LogFollower
from jobs_app.database import open_database
from jobs_app.database.models import JOB_LOG
from jobs_app.recorder import record_job
from tests.browser.objects.jobs import Jobs
from tests.support.command import jobs
from tests.support.factories import JobFactory


def test_log_is_followed_line_by_line(database: Engine) -> None:
    factory = JobFactory(database)
    job_id = factory.running()
    log = LogFollower(database, job_id)
    assert log.next_lines() == []
    factory.log(job_id, "one", "two")
    assert log.next_lines() == ["one", "two"]
    assert log.next_lines() == []
    factory.log(job_id, "three", first=3)
    assert log.next_lines() == ["three"]


@pytest.mark.parametrize("lines", [["new"], ["new", "other"], ["new", "other", "third", "fourth"]])
def test_replaced_log_is_shown_whole(database: Engine, lines: list[str]) -> None:
    factory = JobFactory(database)
    job_id = factory.running()
    factory.log(job_id, "old", "older")
    log = LogFollower(database, job_id)
    assert log.next_lines() == ["old", "older"]
    with database.begin() as connection:
        connection.execute(delete(JOB_LOG))
    factory.log(job_id, *lines)
    assert log.next_lines() == lines
    assert log.next_lines() == []


def test_log_of_another_run_that_begins_alike_is_shown_whole(database: Engine) -> None:
    factory = JobFactory(database)
    job_id = factory.running()
    factory.log(job_id, "begin", "step")
    log = LogFollower(database, job_id)
    assert log.next_lines((1, 1)) == ["begin", "step"]
    with database.begin() as connection:
        connection.execute(delete(JOB_LOG))
    factory.log(job_id, "begin", "step", "end")
    assert log.next_lines((2, 1)) == ["begin", "step", "end"]
    assert log.next_lines((2, 1)) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with a job that has a long log."""
    assert jobs(tmp_path, "migrate").returncode == 0
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    with record_job("import", id="one", target="/data/a", database_url=url) as job:
        for number in range(20_000):
            job.log("line %d", number)
    return tmp_path


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_list_says_that_there_are_more(sqlite_database_url: str, tmp_path: Path, options: list[str]) -> None:
    engine = open_database(sqlite_database_url)
    JobFactory(engine).add_all({"status": "queued"} for _ in range(101))
    done = jobs(tmp_path, "list", *options, JOBS_DATABASE_URL=sqlite_database_url)
    assert (done.returncode, done.stderr) == (0, "there are more; the dashboard shows them all\n")
    assert done.stdout.count("job-") >= 100
    engine.dispose()


def test_list_is_searched_by_the_language_of_the_page(sqlite_database_url: str, tmp_path: Path) -> None:
    engine = open_database(sqlite_database_url)
    wanted = JobFactory(engine).failed(error_message="ValueError: no such row", worker="gpu-1")
    JobFactory(engine).failed(error_message="ValueError: no such row", worker="gpu-2")
    engine.dispose()
    for option in ("-q", "--search"):
        done = jobs(tmp_path, "list", option, 'ValueError "such row" worker:gpu-1 duration:>1m', "--json")
        assert [job["id"] for job in json.loads(done.stdout)] == [wanted]


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["show", "one"], ["log", "one"]], ids=" ".join)
def test_full_device_is_one_line_and_exit_code_1(folder: Path, command: list[str]) -> None:
    done = run_into("/dev/full", folder, command)
    assert (done.returncode, done.stderr) == (1, "jobs: the output cannot be written: No space left on device\n")


def run_into(device: str, folder: Path, command: list[str]) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "JOBS_DATABASE_URL": f"sqlite:///{folder / 'jobs.db'}"}
    with open(device, "w") as output:
        return subprocess.run(
            [sys.executable, "-m", "jobs_app.cli", *command],
            cwd=folder, env=environment, stdout=output, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


def test_closed_pipe_ends_a_command_silently(folder: Path) -> None:
    environment = {**os.environ, "JOBS_DATABASE_URL": f"sqlite:///{folder / 'jobs.db'}"}
    command = [sys.executable, "-m", "jobs_app.cli", "log", "one"]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline().endswith("INFO line 0\n")
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() in (1, 141)
    process.stderr.close()


EVIL = "a\x1b]52;c;eA==\x07\x1b[2J\x9b2J\u202e\nb  completed  scan"


@pytest.mark.parametrize(
    "command", [["list"], ["list", "--json"], ["show", EVIL], ["show", EVIL, "--json"], ["show", f"{EVIL}x"]]
)
def test_stored_text_reaches_no_terminal_raw(sqlite_database_url: str, tmp_path: Path, command: list[str]) -> None:
    engine = open_database(sqlite_database_url)
    texts = dict.fromkeys(("job_type", "target", "error_message", "error_traceback", "worker", "item_unit"), EVIL)
    Jobs(engine).add(id=EVIL, status=EVIL, **texts)
    engine.dispose()
    done = jobs(tmp_path, *command, JOBS_DATABASE_URL=sqlite_database_url)
    output = done.stdout + done.stderr
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", output)
    assert not re.search("^b ", output, re.MULTILINE), "no row is forged"
    if "--json" in command:
        found = json.loads(done.stdout)
        assert (found[0] if isinstance(found, list) else found)["id"] == EVIL
