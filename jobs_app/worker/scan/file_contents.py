"""Reads one file, even while it changes."""

import os
import stat
from dataclasses import dataclass

from jobs_app.worker.scan.content_digest import BLOCK_BYTES, ContentDigest
from jobs_app.worker.scan.data_extents import data_extents

CHUNK_BYTES = 16 * BLOCK_BYTES
"""Bytes read at a time: memory stays small, and a stop waits for one chunk at most."""
OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""A pipe that replaced the file is not waited for, a link not followed."""


class NotAFile(OSError):
    """What was a file is something else by now."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read: `bytes_read` of `size` bytes, since holes are skipped.

    `digest` is None for a file that was not read to its end: it `changed`, grew or shrank meanwhile, or it is
    `partly_read`, because it has more data than may be read. Never more is read than it held at first.
    """

    size: int
    bytes_read: int
    digest: bytes | None
    changed: bool = False
    partly_read: bool = False


def read_file(name: str, max_bytes: int, folder: int | None = None) -> Contents:
    """Read and hash at most `max_bytes` of a regular file, whose name is relative to the descriptor of a folder.

    Raises OSError.
    """
    descriptor = os.open(name, OPEN_FLAGS, dir_fd=folder)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile("not a regular file any more")
        return _read(descriptor, status.st_size, max_bytes)
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int, max_bytes: int) -> Contents:
    digest, read = ContentDigest(), 0
    extents = data_extents(descriptor, size, BLOCK_BYTES) if size > CHUNK_BYTES else [(0, size)]
    for at, end in extents:
        while at < end:
            if read >= max_bytes:
                return Contents(size, read, None, partly_read=True)
            chunk = os.pread(descriptor, min(CHUNK_BYTES, end - at, max_bytes - read), at)
            if not chunk:
                return Contents(at, read, None, changed=True)
            digest.update(at, chunk)
            at, read = at + len(chunk), read + len(chunk)
    if _has_another_size(descriptor, size):
        return Contents(size, read, None, changed=True)
    return Contents(size, read, digest.of_size(size))


def _has_another_size(descriptor: int, size: int) -> bool:
    """Whether a file ends elsewhere by now: asked of its content, since some files claim a size of 0."""
    return len(os.pread(descriptor, 2, max(size - 1, 0))) != min(size, 1)
