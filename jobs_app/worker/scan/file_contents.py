"""Reads one file, even while it changes."""

import os
import stat
from dataclasses import dataclass
from hashlib import blake2b

CHUNK_BYTES = 1 << 20
"""Bytes read at a time: memory stays small, and a stop waits for one chunk at most."""
DIGEST_BYTES = 16
"""Bytes of a digest: two of a billion different files are the same with a chance of 1 in 10**20."""
OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""A pipe that replaced the file is not waited for, a link not followed."""


class NotAFile(OSError):
    """What was a file is something else by now."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read. `changed`: the file grew or shrank meanwhile; never more is read than it held at first."""

    size: int
    digest: bytes
    changed: bool


def read_file(path: str) -> Contents:
    """Read and hash a regular file; raises OSError."""
    descriptor = os.open(path, OPEN_FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile("not a regular file any more")
        return _read(descriptor, status.st_size)
    finally:
        os.close(descriptor)


def _read(descriptor: int, expected: int) -> Contents:
    digest, size = blake2b(digest_size=DIGEST_BYTES), 0
    while size < expected and (chunk := os.read(descriptor, min(CHUNK_BYTES, expected - size))):
        digest.update(chunk)
        size += len(chunk)
    return Contents(size, digest.digest(), size < expected or bool(os.read(descriptor, 1)))
