"""How a worker process learns that it has to stop, and how the job it runs does."""

import os
import signal
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

from jobs_app.recorder import Stopped
from jobs_app.worker.parent_process import when_parent_ends

SHUT_DOWN = "stopped: the worker was shut down"
ORPHANED = "worker lost: its main process was killed"
LAST_SECONDS = 4.0
"""Seconds that a worker without its main process has to stop in."""


class StopFlag(Protocol):
    """What all processes of a worker see: set once, never cleared."""

    def set(self) -> None: ...
    def is_set(self) -> bool: ...
    def wait(self, timeout: float | None = None) -> bool: ...


class StopSignal:
    """Ends the job that runs, and only that: never a write in between."""

    def __init__(self) -> None:
        self.reason = ""
        self._interruptible = False

    def ask(self, reason: str) -> None:
        """To be called in the main thread, by a signal handler; raises Stopped out of a running job."""
        self.reason = self.reason or reason
        if self._interruptible:
            self._interruptible = False
            raise Stopped(self.reason)

    @contextmanager
    def ends_this(self) -> Generator[None]:
        """The block may be ended by Stopped, from its first line on if that was asked for earlier."""
        self._interruptible = True
        if self.reason:
            self.ask(self.reason)
        try:
            yield
        finally:
            self._interruptible = False


def listen_for_stop() -> StopSignal:
    """Let SIGTERM end this process's job; without effect in a thread, which cannot be interrupted."""
    stop, main_process = StopSignal(), os.getppid()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.ask(SHUT_DOWN if os.getppid() == main_process else ORPHANED)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, on_signal)
    return stop


def stop_with_main_process(stop_flag: StopFlag) -> None:
    """Stop this forked process, and the others through their common flag, when the main process was killed."""

    def stop() -> None:
        stop_flag.set()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(LAST_SECONDS)
        os.kill(os.getpid(), signal.SIGKILL)

    when_parent_ends(stop)
