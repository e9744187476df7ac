"""Processes that end while somebody looks at them."""

from collections.abc import Callable, Iterable
from contextlib import suppress

import psutil


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs; what has ended and has not been waited for does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def command(process: psutil.Process) -> list[str]:
    """Its program and arguments; none once it has ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def for_each(processes: Iterable[psutil.Process], act: Callable[[psutil.Process], object]) -> None:
    """Do something to all that are still there."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            act(process)
