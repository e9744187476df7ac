"""A digest of a file's content that is the same whether its zeros are stored or are holes."""

from hashlib import blake2b

BLOCK_BYTES = 64 * 1024
"""A block of zeros only is left out: hashing the 3 TB that a sparse file may claim would take an hour."""
DIGEST_BYTES = 16
"""Bytes of a digest: two of a billion different files are the same with a chance of 1 in 10**20."""
_ZEROS = bytes(BLOCK_BYTES)


class ContentDigest:
    """Hashes the blocks that are not all zeros, each with its offset, and the size of the file."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=DIGEST_BYTES)

    def update(self, offset: int, data: bytes) -> None:
        """Add data from an offset on, which is a multiple of BLOCK_BYTES."""
        view = memoryview(data)
        for start in range(0, len(data), BLOCK_BYTES):
            block = view[start : start + BLOCK_BYTES]
            zeros = _ZEROS if len(block) == BLOCK_BYTES else _ZEROS[: len(block)]
            if not data.startswith(zeros, start):
                self._hash.update((offset + start).to_bytes(8))
                self._hash.update(block)

    def of_size(self, size: int) -> bytes:
        """The digest of a file of so many bytes, of which all data was added."""
        self._hash.update(size.to_bytes(8))
        return self._hash.digest()
