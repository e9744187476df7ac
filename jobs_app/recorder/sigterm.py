"""Graceful shutdown on SIGTERM: the jobs of a program end first, with all they have logged, then the program."""

import os
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

EXIT_CODE = 128 + signal.SIGTERM
"""What a shell reports of a process that SIGTERM ended."""


class Terminated(SystemExit):
    """Ends the block of a job, and then the program, because SIGTERM came."""

    def __init__(self) -> None:
        super().__init__(EXIT_CODE)


class Termination:
    """Has SIGTERM raise Terminated in the main thread while jobs are recorded there.

    A program that handles SIGTERM, or ignores it, goes on doing so; in a forked child it has its default effect.
    """

    def __init__(self) -> None:
        self._process, self._jobs = 0, 0
        self._ending = self._came = False

    def begin(self) -> bool:
        """A job begins. Whether SIGTERM ends it, so that `end` is due."""
        if threading.current_thread() is not threading.main_thread():
            return False
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            self._process, self._jobs, self._came = os.getpid(), 0, False
            signal.signal(signal.SIGTERM, self._on_signal)
        elif signal.getsignal(signal.SIGTERM) != self._on_signal:
            return False
        self._jobs += 1
        return True

    @contextmanager
    def end(self) -> Generator[None]:
        """A job ends: the block is not interrupted, Terminated is raised after it."""
        outer, self._ending = self._ending, True
        try:
            yield
        finally:
            self._ending = outer
            self._jobs -= 1
            in_main_thread = threading.current_thread() is threading.main_thread()
            if in_main_thread and not self._jobs and signal.getsignal(signal.SIGTERM) == self._on_signal:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if self._came and not outer:
            self._came = False
            raise Terminated

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if os.getpid() != self._process:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        elif self._ending:
            self._came = True
        else:
            raise Terminated


termination = Termination()
"""The one of this process, which has one main thread and one handler."""
