"""A log as a download: rows of any size and content, in portions of limited size."""

import hashlib
import random
import sqlite3
import tracemalloc

import pytest
from sqlalchemy import Engine, event

from jobs_app.database import open_database
from jobs_app.database.models import JOB_LOG
from jobs_app.jobs.text import decoded
from jobs_app.queries import log_slices, stream_log
from jobs_app.queries.log_stream import PORTION_BYTES
from tests.support.factories import JobFactory

HUGE_BYTES = 10_000_000


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    return JobFactory(database)


@pytest.mark.parametrize("stored", ["x", "a line\n", "aä漢😀"])
def test_huge_row_is_streamed_in_small_portions(database: Engine, jobs: JobFactory, stored: str) -> None:
    job_id, text = jobs.running(), stored * (HUGE_BYTES // len(stored.encode()))
    jobs.log_chunks(job_id, [["before"], [text], ["after"]])
    expected = hashlib.sha256(f"before\n{text}\nafter\n".encode()).hexdigest()
    del text
    "".join(stream_log(database, "warm up"))
    sizes, digest = set[int](), hashlib.sha256()
    tracemalloc.start()
    for portion in stream_log(database, job_id):
        sizes.add(len(portion.encode()))
        digest.update(portion.encode())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert digest.hexdigest() == expected
    assert max(sizes) <= PORTION_BYTES == 65_536
    assert most < 1_500_000, "a slice, its hexadecimal digits and the portion, and what SQLAlchemy caches"


def test_database_returns_huge_rows_in_slices(postgres_database_url: str) -> None:
    """Memory of the driver counts too, which Python does not see."""
    engine = open_database(postgres_database_url)
    jobs, sizes = JobFactory(engine), list[int]()
    job_id = jobs.running()
    jobs.log_chunks(job_id, [["x" * 100] * 100] * 50 + [["y" * 3_000_000]])

    def measure(_connection: object, cursor: object, *_: object) -> None:
        result = cursor.pgresult  # type: ignore[attr-defined]
        sizes.append(sum(len(result.get_value(row, result.nfields - 1) or b"") for row in range(result.ntuples)))

    event.listen(engine, "after_cursor_execute", measure)
    assert sum(map(len, stream_log(engine, job_id))) == 50 * 10_100 + 3_000_001
    assert max(sizes) <= 2 * log_slices.SLICE_BYTES + 2 * log_slices.MAX_CHUNKS  # In hexadecimal digits.
    engine.dispose()


def test_small_rows_are_joined_in_portions(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    rows = [f"{number} {'x' * 100}" for number in range(1, 2_001)]
    jobs.log_chunks(job_id, ([row] for row in rows))
    portions = list(stream_log(database, job_id))
    assert "".join(portions) == "".join(f"{row}\n" for row in rows)
    assert len(portions) == -(-sum(map(len, portions)) // PORTION_BYTES)


@pytest.mark.parametrize("slice_bytes", [1, 2, 3, 5, 8, 64])
def test_slices_end_anywhere_in_characters(
    database: Engine, jobs: JobFactory, slice_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_slices, "SLICE_BYTES", slice_bytes)
    monkeypatch.setattr("jobs_app.queries.log_stream.PORTION_BYTES", 5)
    job_id, rows = jobs.running(), ["", "ä", "€uro", "😀" * 9, "plain", "", "é\n\nñ"]
    jobs.log_chunks(job_id, ([row] for row in rows))
    portions = list(stream_log(database, job_id))
    assert "".join(portions) == "".join(f"{row}\n" for row in rows)
    assert max(len(portion.encode()) for portion in portions) <= 5


@pytest.mark.parametrize("slice_bytes", [1, 3, 7, 100])
def test_invalid_bytes_and_nul_are_streamed_as_decoded(
    sqlite_database_url: str, slice_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_slices, "SLICE_BYTES", slice_bytes)
    random_bytes = random.Random(1).randbytes
    rows = [b"\0", b"a\0b", b"\xff\xfe", b"\xf0\x9f\x98", b"\x80ok", b"\xed\xa0\x80", *map(random_bytes, range(60))]
    engine = open_database(sqlite_database_url)
    job_id = JobFactory(engine).running()
    with sqlite3.connect(sqlite_database_url.removeprefix("sqlite:///")) as connection:
        chunks = [(job_id, line, row) for line, row in enumerate(rows, 1)]
        connection.executemany("INSERT INTO job_log VALUES (?, ?, 1, CAST(? AS TEXT))", chunks[::2])
        connection.executemany("INSERT INTO job_log VALUES (?, ?, 1, ?)", chunks[1::2])
    connection.close()
    assert "".join(stream_log(engine, job_id)) == "".join(f"{decoded(row)}\n" for row in rows)
    engine.dispose()


@pytest.mark.parametrize("rest", [None, "", "short"])
def test_row_changed_while_it_is_streamed_ends(database: Engine, jobs: JobFactory, rest: str | None) -> None:
    job_id = jobs.running()
    jobs.log_chunks(job_id, [["x" * 1_000_000], ["after"]])
    portions = stream_log(database, job_id)
    start = next(portions)
    first = (JOB_LOG.c.job_id == job_id) & (JOB_LOG.c.first_line == 1)
    with database.begin() as connection:
        change = JOB_LOG.delete() if rest is None else JOB_LOG.update().values(text=rest)
        connection.execute(change.where(first))
    text = start + "".join(portions)
    assert text.strip("x") == "\nafter\n"
    assert PORTION_BYTES <= len(text) < 1_000_000


def test_no_connection_is_kept_between_portions(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "x" * 1_000_000)
    for _ in stream_log(database, job_id):
        assert database.pool.checkedout() == 0  # type: ignore[attr-defined]
