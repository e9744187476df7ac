"""Graceful shutdown of a worker process and of the job that it runs."""

import os
import signal
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

from jobs_app.recorder import Stopped
from jobs_app.worker.parent_process import has_ended, when_parent_ends

SHUT_DOWN = "stopped: the worker was shut down"
ORPHANED = "worker lost: its main process was killed"
KILL_AFTER_SECONDS = 4.0
"""After this a worker process whose main process was killed is killed too."""


class StopFlag(Protocol):
    """Shared by all processes of a worker: set once, never cleared."""

    def set(self) -> None: ...
    def is_set(self) -> bool: ...
    def wait(self, timeout: float | None = None) -> bool: ...


class StopSignal:
    """Interrupts the function of the running job, and nothing else: never a write."""

    def __init__(self) -> None:
        self.reason = ""
        self._interruptible = False

    def request(self, reason: str) -> None:
        """Called in the main thread, by a signal handler; raises Stopped in a running job."""
        self.reason = self.reason or reason
        if self._interruptible:
            self._interruptible = False
            raise Stopped(self.reason)

    @contextmanager
    def interruptible(self) -> Generator[None]:
        """The block may be interrupted by Stopped, at its start if that was requested earlier."""
        self._interruptible = True
        if self.reason:
            self.request(self.reason)
        try:
            yield
        finally:
            self._interruptible = False


def listen_for_stop(main_process: int) -> StopSignal:
    """Let SIGTERM interrupt the job of this process; without effect in a thread, which cannot be interrupted."""
    stop = StopSignal()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.request(ORPHANED if has_ended(main_process) else SHUT_DOWN)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, on_signal)
    return stop


def stop_with_main_process(stop_flag: StopFlag, main_process: int) -> None:
    """Stop this forked process, and the others through their common flag, when the main process was killed.

    `main_process` is its id, as it was before the fork: afterwards it may be gone already.
    """

    def stop() -> None:
        stop_flag.set()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(KILL_AFTER_SECONDS)
        os.kill(os.getpid(), signal.SIGKILL)

    when_parent_ends(stop, main_process)
