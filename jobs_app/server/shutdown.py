"""Shutdown of a process that serves pages."""

import os
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from jobs_app.worker.parent_process import when_parent_ends

EXIT_AFTER_SECONDS = 2
"""From the end of the pages to the end of the process."""


@asynccontextmanager
async def ends_in_time() -> AsyncGenerator[None]:
    """End the process EXIT_AFTER_SECONDS after its pages, even if threads still wait, or with its parent.

    A thread that waits for a database cannot be stopped, and Python waits for all threads when it ends. Those here
    only read, or fail lost jobs in one statement: none leaves anything half done. A process whose parent was killed
    would go on serving, and keep the port.
    """
    when_parent_ends(lambda: os._exit(1), os.getppid())
    try:
        yield
    finally:
        exit_timer = threading.Timer(EXIT_AFTER_SECONDS, os._exit, (0,))
        exit_timer.daemon = True
        exit_timer.start()
