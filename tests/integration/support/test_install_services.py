"""`make test` installs a Chromium if there is none, and does not fail if that is impossible."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "support/install-services"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A machine that has PostgreSQL and Redis, no browser, and a user who is not root."""
    for name, script in (("id", "echo 1000"), ("initdb", ":"), ("redis-server", ":"), ("pgbouncer", ":")):
        add(tmp_path, name, script)
    return tmp_path


def add(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def install(programs: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    given = {"PATH": str(programs), **environment}
    return subprocess.run(["/bin/sh", SCRIPT], env=given, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(("code", "expected"), [(0, ""), (1, "not found: chromium; the tests that need them will be ")])
def test_browser_falls_back_to_playwright(programs: Path, code: int, expected: str) -> None:
    add(programs, "python", f'echo "$@" >> {programs}/asked; exit {code}')
    done = install(programs)
    assert done.returncode == 0, done.stderr
    assert (programs / "asked").read_text() == "-m playwright install chromium\n"
    assert done.stdout.startswith(expected) if expected else done.stdout == ""


def test_unreachable_debian_mirror_is_not_fatal(programs: Path) -> None:
    add(programs, "id", "echo 0")
    for name in ("apt-get", "python"):
        add(programs, name, "exit 1")
    done = install(programs)
    assert (done.returncode, "not found: chromium" in done.stdout) == (0, True), done.stderr


def test_headless_shell_is_installed_on_debian(programs: Path) -> None:
    for name, script in (("id", "echo 0"), ("chromium", ":"), ("apt-cache", ":")):
        add(programs, name, script)
    add(programs, "apt-get", f'echo "$@" >> {programs}/asked')
    done = install(programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (programs / "asked").read_text() == "install -y -qq chromium-headless-shell\n"


@pytest.mark.parametrize("browser", ["chromium", "google-chrome", "google-chrome-stable", ""])
def test_existing_browser_is_not_replaced(programs: Path, browser: str) -> None:
    if browser:
        add(programs, browser, ":")
    done = install(programs, **({} if browser else {"CHROMIUM": "/opt/chrome"}))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
