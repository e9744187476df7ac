"""The worker that `jobs serve` runs: a child process, restarted when it dies and stopped at the end."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

logger = logging.getLogger(__name__)

RESTART_AFTER_SECONDS = 1.0
"""Before a worker that died is started again."""
STOP_TIMEOUT_SECONDS = 4.0
"""How long a worker may take to end its jobs before it is killed."""


@contextmanager
def no_worker(_stopping: threading.Event) -> Generator[None]:
    yield


@contextmanager
def supervised_worker(stopping: threading.Event) -> Generator[None]:
    """A worker as a child process, started again if it dies, stopped at the end."""
    keeper = threading.Thread(target=_keep_worker_running, args=(stopping,), name="worker-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join(STOP_TIMEOUT_SECONDS + 1)


def _keep_worker_running(stopping: threading.Event) -> None:
    command = [sys.executable, "-m", "jobs_app.cli", "worker", "--parent", str(os.getpid())]
    while not stopping.is_set():
        worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        while worker.poll() is None and not stopping.wait(0.2):
            pass
        if stopping.is_set():
            return _stop(worker)
        logger.warning("the worker ended with code %s and is started again", worker.returncode)
        stopping.wait(RESTART_AFTER_SECONDS)


def _stop(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    try:
        worker.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
