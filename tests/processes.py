"""Processes that end while somebody looks at them."""

import psutil


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs; what has ended and has not been waited for does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
