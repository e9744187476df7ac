"""How a process that serves pages ends."""

import os
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

LAST_SECONDS = 2
"""Seconds from the end of the pages to the end of the process."""


@asynccontextmanager
async def ends_in_time() -> AsyncGenerator[None]:
    """End the process LAST_SECONDS after its pages, whatever its threads still wait for.

    A thread that waits for a database cannot be stopped, and Python waits for all threads when it ends. Those here
    only read, or fail lost jobs in one statement: none leaves anything half done.
    """
    try:
        yield
    finally:
        last = threading.Timer(LAST_SECONDS, os._exit, (0,))
        last.daemon = True
        last.start()
