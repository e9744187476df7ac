"""The `jobs` command: help, and errors in one clear line."""

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from jobs_app.recorder import record_job
from tests.support.command import jobs

REPOSITORY = Path(__file__).parents[3]
COMMANDS = ("serve", "worker", "scan", "list", "show", "log", "migrate")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    done = jobs(tmp_path, command, "--help")
    assert done.returncode == 0
    assert f"{command} [OPTIONS]" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "settings", "expected"),
    [
        (["scan", "/not/there"], {}, "jobs: there is no folder /not/there"),
        (["scan", "/tmp/\udcff"], {}, "jobs: there is no folder /tmp/\\udcff"),
        (["list", "--status", "failed,faild"], {}, "jobs: there is no status faild, only running, queued, failed, "),
        (["list", "--type", ",".join(map(str, range(51)))], {}, "jobs: 51 types are named, no more than 50 are possib"),
        (["serve", "--scan", "/not/there"], {}, "jobs: there is no folder /not/there"),
        (["scan", ""], {}, "jobs: the name of the folder to scan is empty"),
        (["list"], {"JOBS_PORT": "many"}, "jobs: JOBS_PORT: "),
        (["list"], {"JOBS_CONFIG": "/not/there.toml"}, "jobs: /not/there.toml: no such file (JOBS_CONFIG names it)"),
        (["list"], {"JOBS_DATABASE_URL": "mysql://x"}, "jobs: JOBS_DATABASE_URL: a database is "),
        (
            ["list"],
            {"JOBS_DATABASE_URL": "sqlite:////not/there/jobs.db"},
            "jobs: there is no database yet: run `jobs mi",
        ),
        (
            ["migrate"],
            {"JOBS_DATABASE_URL": "sqlite:////not/there/jobs.db"},
            "jobs: the database file cannot be opened",
        ),
        (["list"], {"JOBS_DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "jobs: the database cannot be reached"),
        (["worker", "--module", "not_there"], {}, "jobs: No module named 'not_there'"),
    ],
)
def test_command_error_is_one_line_and_an_exit_code(
    tmp_path: Path, arguments: list[str], settings: dict[str, str], expected: str
) -> None:
    done = jobs(tmp_path, *arguments, **settings)
    is_wrong_argument = any(words in expected for words in ("no folder", "no status", "is empty", "types are named"))
    assert done.returncode == (2 if is_wrong_argument else 1)
    assert done.stderr.startswith(expected)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["show", "log"])
def test_unknown_job_is_one_line_and_exit_code_1(tmp_path: Path, command: str) -> None:
    prepared(tmp_path)
    done = jobs(tmp_path, command, "nobody")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "jobs: there is no job nobody\n")


def test_folder_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "b\udcff"
    folder.mkdir()
    done = jobs(tmp_path, "scan", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"jobs: the path {tmp_path}/b\\udcff is no valid text, so that no job can name it\n"


@pytest.mark.parametrize("arguments", [["list", "--type", "\udcff"], ["list", "--status", "failed,,queued"]])
def test_unusual_filters_find_nothing(tmp_path: Path, arguments: list[str]) -> None:
    prepared(tmp_path)
    done = jobs(tmp_path, *arguments, "--json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.mark.parametrize("command", [["list"], ["show", "é→"], ["log", "é→"]], ids=" ".join)
def test_output_without_unicode_has_replacement_characters(tmp_path: Path, command: list[str]) -> None:
    with record_job("größe", id="é→", target="/data/→", database_url=f"sqlite:///{prepared(tmp_path)}") as job:
        job.log("naïve →")
    done = jobs(tmp_path, *command, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "?" in done.stdout


def prepared(folder: Path) -> Path:
    assert jobs(folder, "migrate").returncode == 0
    return folder / "jobs.db"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ((), '--first-scan "{folder}"'),
        (("PORT=4000",), '--port 4000 --first-scan "{folder}"'),
        (("HOST=::1", "PORT=4000", "SCAN=/a b"), '--host ::1 --port 4000 --scan "/a b"'),
    ],
)
def test_make_run_uses_the_settings_by_default(given: tuple[str, ...], wanted: str) -> None:
    command = ["make", "--no-print-directory", "-n", "run", *given]
    exported = {"HOST": "mymachine", "PORT": "1", "SCAN": "/somewhere/else", "MAKEFLAGS": ""}
    environment = os.environ | exported
    planned = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    ).stdout
    expected = " ".join(planned.splitlines()[-1].split())
    assert expected == f"exec .venv/bin/jobs serve {wanted.format(folder=REPOSITORY)}"


@pytest.mark.parametrize("refused", ["host", "port"])
def test_serve_that_cannot_start_queues_no_scan(tmp_path: Path, refused: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        host = "0.0.0.0" if refused == "host" else "127.0.0.1"
        arguments = ["serve", "--host", host, "--port", str(taken.getsockname()[1]), "--scan", str(tmp_path)]
        done = jobs(tmp_path, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith(
        f"jobs: {'refusing to listen on 0.0.0.0' if refused == 'host' else 'cannot listen on'}"
    )
    assert not (tmp_path / "jobs.db").exists()


def test_typo_in_the_settings_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "jobs.toml").write_text("poll_intervall_seconds = 3\n")
    done = jobs(tmp_path, "list")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "jobs: jobs.toml: unknown key 'poll_intervall_seconds': did you mean poll_interval_seconds? "
        "allowed are database_url"
    )


def test_queued_scan_is_listed_and_shown(tmp_path: Path) -> None:
    queued = jobs(tmp_path, "scan", str(tmp_path))
    assert queued.returncode == 0, queued.stderr
    job_id = queued.stdout.strip()
    assert job_id in jobs(tmp_path, "list").stdout
    (listed,) = json.loads(jobs(tmp_path, "list", "--status", "queued", "--type", "scan", "--json").stdout)
    assert (listed["id"], listed["status"], listed["target"]) == (job_id, "queued", str(tmp_path))
    assert json.loads(jobs(tmp_path, "list", "--status", "failed", "--json").stdout) == []
    shown = json.loads(jobs(tmp_path, "show", job_id, "--json").stdout)
    assert shown["created_at"].endswith("Z")
    assert jobs(tmp_path, "log", job_id).stdout == ""
