"""The folder of a test run for temporary files; all processes it starts are ended with it.

The folder's path is in the environment, which marks every process that the run starts.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from tests.support.processes import command, for_each, is_alive

VARIABLE = "TEST_RUN_FOLDER"
GRACE_SECONDS = 3


class RunFolder:
    """The folder, and a process that cleans up even if this one is killed."""

    def __init__(self) -> None:
        before = tempfile.gettempdir()
        self.path = Path(tempfile.mkdtemp(prefix="jobs-tests-"))
        self.path.chmod(0o755)  # PostgreSQL has a user of its own.
        os.environ |= {VARIABLE: str(self.path), "TMPDIR": str(self.path), "PYTEST_DEBUG_TEMPROOT": before}
        tempfile.tempdir = None
        cleaner = [sys.executable, "-m", "tests.support.run_folder", str(self.path)]
        self._cleaner = subprocess.Popen(cleaner, stdin=subprocess.PIPE, start_new_session=True)

    def left_after(self, seconds: float) -> list[str]:
        """The command lines of the processes that have not ended by then."""
        mine = {os.getpid(), self._cleaner.pid}
        started = [process for process in marked(self.path) if process.pid not in mine]
        return [" ".join(command(process)) for process in psutil.wait_procs(started, timeout=seconds)[1]]

    def close(self) -> None:
        assert self._cleaner.stdin
        self._cleaner.stdin.close()
        self._cleaner.wait()


def marked(folder: Path) -> Iterator[psutil.Process]:
    """The processes of a run."""
    for process in psutil.process_iter():
        try:
            if process.environ().get(VARIABLE) == str(folder) and is_alive(process):
                yield process
        except psutil.Error:
            continue


def clean_up(folder: Path, run: int) -> None:
    """Wait for the end of the run, then end its remaining processes and delete its folder."""
    sys.stdin.read()
    for end in (psutil.Process.terminate, psutil.Process.kill, psutil.Process.kill):
        left = [process for process in _families(folder) if process.pid not in (os.getpid(), run)]
        for_each(left, end)
        psutil.wait_procs(left, timeout=GRACE_SECONDS)
    shutil.rmtree(folder, ignore_errors=True)


def _families(folder: Path) -> set[psutil.Process]:
    """PostgreSQL and Chromium overwrite the environment of their children, which are found by their parents."""
    found = set[psutil.Process]()
    for process in marked(folder):
        found.add(process)
        with suppress(psutil.NoSuchProcess):
            found.update(process.children(recursive=True))
    return found


if __name__ == "__main__":
    clean_up(Path(sys.argv[1]), os.getppid())
