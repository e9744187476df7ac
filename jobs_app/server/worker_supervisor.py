"""The worker that `jobs serve` runs: a child process, restarted when it dies and stopped at the end."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

from jobs_app.polling.schedule import delay

logger = logging.getLogger(__name__)

STABLE_SECONDS = 60.0
"""A worker that ran for so long is started again at once when it dies; the schedule of others begins at 1 s."""
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
    command = [sys.executable, "-P", "-m", "jobs_app.cli", "worker", "--parent", str(os.getpid())]
    failures = 0
    while not stopping.is_set():
        started = time.monotonic()
        worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        while worker.poll() is None and not stopping.wait(0.2):
            pass
        if stopping.is_set():
            return _stop(worker)
        failures = 0 if time.monotonic() - started > STABLE_SECONDS else failures + 1
        wait = delay(failures, interval=1.0)
        logger.warning("the worker ended with code %s and is started again in %g s", worker.returncode, wait)
        stopping.wait(wait)


def _stop(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    try:
        worker.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
