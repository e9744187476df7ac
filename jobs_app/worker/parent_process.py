"""Noticing that the process which started this one is gone, however it ended."""

import os
import threading
import time
from collections.abc import Callable

CHECK_INTERVAL_SECONDS = 0.5


def has_ended(parent: int) -> bool:
    """Whether the process with this id is no longer the parent."""
    return os.getppid() != parent


def when_parent_ends(action: Callable[[], object], parent: int) -> None:
    """Call `action` once, in a thread of its own, when the process with the id `parent` is no longer the parent."""

    def watch() -> None:
        while not has_ended(parent):
            time.sleep(CHECK_INTERVAL_SECONDS)
        action()

    threading.Thread(target=watch, name="parent watch", daemon=True).start()
