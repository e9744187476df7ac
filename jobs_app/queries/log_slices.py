"""A log's stored chunks in slices of limited size: other programs may have stored hundreds of megabytes in one.

SQLite's functions load all of a text to return a part of it. Its incremental I/O does not, but follows the pages of
the text from the first one on (sqlite.org/c3ref/blob_open.html). PostgreSQL loads all of it, in a process of its own.
So each slice of a huge chunk takes time in proportion to the chunk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, LargeBinary, Select, func, literal_column, or_, select

from jobs_app.database.ids import is_log_of
from jobs_app.database.models import JOB_LOG
from jobs_app.queries.transaction import on_sqlite, sqlite_connection

SLICE_BYTES = 128 * 1024
"""Bytes that one read returns at most, of one chunk or of several."""
MAX_CHUNKS = 100
"""Chunks of which one read returns slices."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Stored bytes of the chunk that begins with a line, and the offset of the next ones: 0 if these are its last."""

    line: int
    data: bytes
    next_offset: int


def read_slices(connection: Connection, job_id: str, line: int, offset: int) -> list[Slice]:
    """The rest of the chunk of a line, from an offset in bytes on; with offset 0 the chunks that follow the line.

    Only the last of them may be incomplete. A chunk that was deleted meanwhile ends; nothing: the log ends.
    """
    chunks = select(JOB_LOG.c.first_line).where(is_log_of(job_id, connection)).order_by(JOB_LOG.c.first_line)
    chunks = chunks.where(JOB_LOG.c.first_line == line if offset else JOB_LOG.c.first_line > line).limit(MAX_CHUNKS)
    read = _read_sqlite if on_sqlite(connection) else _read_postgresql
    slices = list[Slice]()
    for part in read(connection, chunks, offset):
        slices.append(part)
        if part.next_offset:
            break
    return slices or ([Slice(line, b"", 0)] if offset else [])


def _read_sqlite(connection: Connection, chunks: Select[Any], offset: int) -> Iterator[Slice]:
    left, driver = SLICE_BYTES, sqlite_connection(connection)
    for line, row in connection.execute(chunks.add_columns(literal_column("job_log.rowid"))).all():
        if not left:
            return
        with driver.blobopen("job_log", "text", row, readonly=True) as blob:
            blob.seek(min(offset, len(blob)))
            data = blob.read(left)
            left -= len(data)
            yield Slice(line, data, blob.tell() if blob.tell() < len(blob) else 0)


def _read_postgresql(connection: Connection, chunks: Select[Any], offset: int) -> Iterator[Slice]:
    """As many chunks as fit together, of one that is larger a part. The stored size of a text is known unread."""
    rows = chunks.add_columns(JOB_LOG.c.text).subquery()
    order = rows.c.first_line
    size = func.sum(func.octet_length(rows.c.text)).over(order_by=order)
    found = select(rows, size.label("size"), func.row_number().over(order_by=order).label("number")).subquery()
    # Of `convert_to` and `textsend`, which both return the bytes of a text, this one does not check them again.
    data = func.substr(func.textsend(found.c.text), offset + 1, SLICE_BYTES, type_=LargeBinary)
    fits = or_(found.c.size <= SLICE_BYTES, found.c.number == 1)
    for line, stored in connection.execute(select(found.c.first_line, data).where(fits).order_by(found.c.first_line)):
        yield Slice(line, stored, offset + SLICE_BYTES if len(stored) == SLICE_BYTES else 0)
