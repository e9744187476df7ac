"""Where a sparse file has data: the rest of its size are holes, which read as zeros (lseek(2), SEEK_DATA)."""

import errno
import os
from collections.abc import Iterator


def data_extents(descriptor: int, size: int, block: int) -> Iterator[tuple[int, int]]:
    """The ranges of a file that may hold data, in order, from one multiple of a block's size to another or to the end.

    All of the file where its file system does not tell.
    """
    at = 0
    while at < size:
        try:
            start = os.lseek(descriptor, at, os.SEEK_DATA)
            end = os.lseek(descriptor, start, os.SEEK_HOLE)
        except (OSError, AttributeError) as error:
            if getattr(error, "errno", None) != errno.ENXIO:  # There is no data behind it.
                yield at, size
            return
        if start >= size:
            return
        following = min(-(-end // block) * block, size)
        yield max(at, start - start % block), following
        at = following
