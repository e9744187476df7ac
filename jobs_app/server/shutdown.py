"""How a process that serves pages ends."""

import os
import threading
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

LAST_SECONDS = 2
"""Seconds from the end of the pages to the end of the process."""


LOOK_EVERY = 0.5
"""Seconds between two looks for the process that started this one."""


def end_with_parent() -> None:
    """End this process when the one that started it was killed: it would go on serving, and keep the port."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY)
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


@asynccontextmanager
async def ends_in_time() -> AsyncGenerator[None]:
    """End the process LAST_SECONDS after its pages, whatever its threads still wait for, or with its parent.

    A thread that waits for a database cannot be stopped, and Python waits for all threads when it ends. Those here
    only read, or fail lost jobs in one statement: none leaves anything half done.
    """
    end_with_parent()
    try:
        yield
    finally:
        last = threading.Timer(LAST_SECONDS, os._exit, (0,))
        last.daemon = True
        last.start()
