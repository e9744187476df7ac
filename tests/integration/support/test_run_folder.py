"""No process of a test run outlives it, even if the run is interrupted or killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.browser.faults.report import RECORDED
from tests.support.processes import is_alive
from tests.support.run_folder import VARIABLE
from tests.support.waiting import DEADLINE_SECONDS, wait_for

REPOSITORY = Path(__file__).parents[3]
HOOKS = "from tests.support.hooks import pytest_configure, pytest_sessionfinish, pytest_unconfigure\n"
STARTED = f"""
import os, subprocess, sys
from pathlib import Path

def start(*options):
    process = subprocess.Popen(["sleep", "600"], start_new_session=True)
    Path("started").write_text(str(process.pid) + " " + os.environ["{VARIABLE}"])
    return process
"""
LEFT = STARTED + "\ndef test_a():\n    start()\n"
WAITING = STARTED + "\ndef test_a():\n    start().wait()\n"


def run(folder: Path, test: str, *options: str) -> "subprocess.Popen[str]":
    (folder / "conftest.py").write_text(HOOKS)
    (folder / "test_some.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "."]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)


def started(folder: Path) -> tuple[psutil.Process, Path]:
    """The process that the test started, and the folder of its run."""
    output = folder / "started"
    number, place = wait_for(lambda: output.exists() and output.read_text()).split()
    return psutil.Process(int(number)), Path(place)


def assert_clean(process: psutil.Process, place: Path) -> None:
    wait_for(lambda: not is_alive(process), "the end of what was started")
    wait_for(lambda: not place.exists(), "a folder that is deleted")


def test_leftover_process_fails_the_run_and_is_ended(tmp_path: Path) -> None:
    pytest_run = run(tmp_path, LEFT)
    output = pytest_run.communicate(timeout=DEADLINE_SECONDS)[0]
    assert pytest_run.returncode == pytest.ExitCode.TESTS_FAILED, output
    assert "still running after the tests, which fails them:\n    sleep 600" in output
    assert_clean(*started(tmp_path))


def test_nested_run_keeps_the_figures_of_its_parent(tmp_path: Path) -> None:
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.touch()
    pytest_run = run(tmp_path, "def test_a():\n    pass\n")
    pytest_run.communicate(timeout=DEADLINE_SECONDS)
    assert pytest_run.returncode == 0
    assert RECORDED.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("options", [("-n", "0"), ("-n", "1")], ids=["one process", "with a worker"])
def test_run_ended_from_outside_leaves_nothing(
    tmp_path: Path, number: signal.Signals, options: tuple[str, ...]
) -> None:
    with run(tmp_path, WAITING, *options) as pytest_run:
        process, place = started(tmp_path)
        pytest_run.send_signal(number)
        assert_clean(process, place)
        pytest_run.wait(DEADLINE_SECONDS)
