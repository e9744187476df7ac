"""A deadline for reads of SQLite, which has no timeout for statements."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection

INSTRUCTIONS_PER_CHECK = 10_000
"""Instructions of SQLite's virtual machine between two reads of the clock: about 0.2 ms. A poll takes up to 200,000.

Each waits for Python's global lock: more of them slow down reads while other threads compute.
"""


@contextmanager
def deadline(connection: SqliteConnection, seconds: float, clock: Callable[[], float]) -> Generator[None]:
    """Interrupt a statement of the block that runs when so many seconds have passed; `clock` is monotonic.

    It then raises OperationalError with the code SQLITE_INTERRUPT. Whoever gets the connection next has no deadline.
    """
    ends_at = clock() + seconds
    connection.set_progress_handler(lambda: clock() >= ends_at, INSTRUCTIONS_PER_CHECK)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
