"""A job's whole log as it is stored, for a download."""

from codecs import getincrementaldecoder
from collections.abc import Iterator

from sqlalchemy import Engine

from jobs_app.queries.log_slices import Slice, read_slices
from jobs_app.queries.transaction import read_transaction

PORTION_BYTES = 64 * 1024
"""Bytes of a portion in UTF-8, at most."""
DECODED_BYTES = 16 * 1024
"""Bytes that are decoded at a time: as text they may take four times as much memory."""


def stream_log(engine: Engine, job_id: str) -> Iterator[str]:
    """A job's log as it is stored, in portions of at most PORTION_BYTES; bytes that are no UTF-8 are replaced.

    No transaction stays open between portions, and no more than a slice is in memory, whatever size the rows have.
    """
    line, offset, portions = 0, 0, _Portions()
    while slices := _read(engine, job_id, line, offset):
        line, offset = slices[-1].line, slices[-1].next_offset
        while slices:  # None is referred to any more when the next ones are read.
            yield from portions.add(slices.pop(0))
    yield from portions.rest()


def _read(engine: Engine, job_id: str, line: int, offset: int) -> list[Slice]:
    with read_transaction(engine) as connection:
        return read_slices(connection, job_id, line, offset)


class _Portions:
    """Joins and splits stored bytes into portions of text; a character that they split is completed first."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._encoded = bytearray()

    def add(self, part: Slice) -> Iterator[str]:
        """The portions that a slice completes; the last one of a chunk ends its line."""
        for start in range(0, len(part.data), DECODED_BYTES):
            self._encoded += self._decoder.decode(part.data[start : start + DECODED_BYTES]).encode()
            while len(self._encoded) > PORTION_BYTES:
                yield self._cut()
        if not part.next_offset:
            self._encoded += self._decoder.decode(b"", final=True).encode() + b"\n"

    def rest(self) -> Iterator[str]:
        """The portions that remain at the end."""
        while self._encoded:
            yield self._cut()

    def _cut(self) -> str:
        end = min(PORTION_BYTES, len(self._encoded))
        while end < len(self._encoded) and self._encoded[end] & 0xC0 == 0x80:  # In the middle of a character.
            end -= 1
        portion = self._encoded[:end].decode()
        del self._encoded[:end]
        return portion
