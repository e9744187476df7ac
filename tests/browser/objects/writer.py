"""Another program that writes to the database continuously."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY_SECONDS = 0.1


@contextmanager
def repeated(write: Callable[[], None]) -> Iterator[None]:
    """Write ten times a second, in a thread; errors of the database are retried."""
    over = threading.Event()

    def run() -> None:
        while not over.wait(EVERY_SECONDS):
            try:
                write()
            except Exception:
                continue

    writer = threading.Thread(target=run)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()
