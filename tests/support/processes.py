"""Processes that may end at any moment."""

from collections.abc import Callable, Iterable
from contextlib import suppress

import psutil


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs; a zombie does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def command(process: psutil.Process) -> list[str]:
    """Its command line; empty once it has ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def for_each(processes: Iterable[psutil.Process], act: Callable[[psutil.Process], object]) -> None:
    """Call a function for all that still exist."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            act(process)
