"""How many requests may be open at the same time: each takes one of the file descriptors that a process may have.

At that number the server stops to accept; without descriptors it would fail instead.
"""

import sys

MAX_REQUESTS = 4_096
"""Requests open at the same time, half-sent ones included."""
WANTED_FILES = 8_192
OTHER_FILES = 256
"""File descriptors for databases, queues, pages and logs."""
MIN_REQUESTS = 64


def raised_file_limit() -> int:
    """Raise this process's limit of open files as far as it is allowed and useful; returns the limit."""
    if sys.platform == "win32":
        return WANTED_FILES
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return WANTED_FILES
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(WANTED_FILES, hard)
    if wanted > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)


def allowed_requests(file_limit: int, websockets: int) -> int:
    """How many requests may be open, so that descriptors are left for websockets and everything else."""
    return min(MAX_REQUESTS, max(MIN_REQUESTS, file_limit - websockets - OTHER_FILES))
