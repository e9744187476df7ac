"""What a scan reads of one file: data without its holes, up to a limit, and a digest of the content alone."""

import errno
import os
import random
from pathlib import Path

import pytest

from jobs_app.worker.scan import file_contents
from jobs_app.worker.scan.content_digest import BLOCK_BYTES
from jobs_app.worker.scan.duplicates import Duplicates
from jobs_app.worker.scan.file_contents import CHUNK_BYTES, Contents, read_file

TERABYTE, NO_LIMIT = 10**12, 10**18
SIZE = 5 * CHUNK_BYTES + 12_345
PLACES = (0, BLOCK_BYTES - 1, 2 * CHUNK_BYTES + 7, SIZE - 1)
"""Where the files of these tests have data."""


def sparse(path: Path, size: int = SIZE, places: tuple[int, ...] = PLACES) -> Path:
    """A file with one byte at each place, and holes between them."""
    with path.open("wb") as file:
        file.truncate(size)
        for place in places:
            file.seek(place)
            file.write(b"x")
    return path


def dense(path: Path, size: int = SIZE, places: tuple[int, ...] = PLACES) -> Path:
    """The same content, with zeros that are written."""
    content = bytearray(size)
    for place in places:
        content[place] = ord("x")
    path.write_bytes(content)
    return path


def read(path: Path, max_bytes: int = NO_LIMIT) -> Contents:
    return read_file(str(path), max_bytes)


def test_holes_of_three_terabytes_are_not_read(tmp_path: Path) -> None:
    file = sparse(tmp_path / "sparse", 3 * TERABYTE, (5, 2 * TERABYTE))
    found = read(file)
    assert (found.size, found.changed, found.partly_read) == (3 * TERABYTE, False, False)
    assert 2 <= found.bytes_read <= 4 * BLOCK_BYTES
    assert found.digest != read(sparse(tmp_path / "other", 3 * TERABYTE, (5, 2 * TERABYTE + 1))).digest


def test_digest_is_the_same_with_holes_and_with_zeros(tmp_path: Path) -> None:
    holes, zeros = read(sparse(tmp_path / "sparse")), read(dense(tmp_path / "dense"))
    assert holes.digest == zeros.digest is not None
    assert (holes.size, zeros.size, zeros.bytes_read) == (SIZE, SIZE, SIZE)
    assert holes.bytes_read < zeros.bytes_read


@pytest.mark.parametrize(
    ("size", "places"),
    [(SIZE + 1, PLACES), (SIZE, PLACES[1:]), (SIZE, (1, *PLACES[1:])), (SIZE, (BLOCK_BYTES, *PLACES[1:])), (SIZE, ())],
)
def test_digest_differs_with_size_and_places(tmp_path: Path, size: int, places: tuple[int, ...]) -> None:
    assert read(sparse(tmp_path / "one")).digest != read(sparse(tmp_path / "other", size, places)).digest


@pytest.mark.parametrize("size", [0, 1, BLOCK_BYTES, CHUNK_BYTES, CHUNK_BYTES + 1, SIZE])
def test_files_of_zeros_differ_by_their_size_alone(tmp_path: Path, size: int) -> None:
    digest = read(dense(tmp_path / "dense", size, ())).digest
    assert digest == read(sparse(tmp_path / "sparse", size, ())).digest is not None
    assert digest != read(sparse(tmp_path / "larger", size + 1, ())).digest


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EOPNOTSUPP])
def test_file_system_without_holes_is_read_whole(tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(sparse(tmp_path / "sparse"))

    def refuse(*_: int) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "lseek", refuse)
    found = read(tmp_path / "sparse")
    assert (found.digest, found.bytes_read) == (expected.digest, SIZE)


def test_reads_end_at_the_limit_and_take_a_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, pread, requested = tmp_path / "file", os.pread, list[int]()
    path.write_bytes(random.Random(1).randbytes(3 * CHUNK_BYTES))

    def counted(descriptor: int, size: int, at: int) -> bytes:
        requested.append(size)
        return pread(descriptor, size, at)

    monkeypatch.setattr(file_contents.os, "pread", counted)
    limit = 2 * CHUNK_BYTES + 1
    assert read(path, limit) == Contents(3 * CHUNK_BYTES, limit, None, partly_read=True)
    assert (sum(requested), max(requested)) == (limit, CHUNK_BYTES)
    assert read(path, 3 * CHUNK_BYTES).digest == read(path).digest is not None


@pytest.mark.parametrize("contents", [Contents(9, 5, None, partly_read=True), Contents(9, 9, None, changed=True)])
def test_file_not_read_to_its_end_is_no_duplicate(contents: Contents) -> None:
    duplicates = Duplicates()
    duplicates.add(contents), duplicates.add(contents)
    assert duplicates.summary() == {"files": 0, "bytes": 0, "groups": 0}


@pytest.mark.parametrize("size", [SIZE - CHUNK_BYTES, SIZE + 1])
def test_file_of_another_size_at_its_end_has_changed(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, fstat = dense(tmp_path / "file"), os.fstat

    def then_resized(descriptor: int) -> os.stat_result:
        found = fstat(descriptor)
        os.truncate(path, size)
        return found

    monkeypatch.setattr(file_contents.os, "fstat", then_resized)
    found = read(path)
    assert (found.changed, found.digest, found.size) == (True, None, min(size, SIZE))
