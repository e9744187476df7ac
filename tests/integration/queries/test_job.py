"""One job's details and its log, with any stored values."""

import sqlite3
import tracemalloc

import pytest
from sqlalchemy import Engine, text

from jobs_app.database import open_database
from jobs_app.database.models import JOB_LOG
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.ids import encoded
from jobs_app.jobs.snapshots import TARGET_LIMIT, TEXT_LIMIT, LogLines
from jobs_app.queries import MAX_LINES, read_job, read_job_list, read_log_lines
from jobs_app.queries.log import MAX_LINE_CHARACTERS, read_log_tail
from jobs_app.queries.log_search import search_log
from tests.support import malformed_rows
from tests.support.factories import NOON, JobFactory
from tests.support.stopped_clock import stopped_clock


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    return JobFactory(database)


def test_job_has_all_its_details(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.failed(
        target="/data",
        priority=3,
        attempt=2,
        worker="host:1",
        heartbeat_at=NOON,
        error_traceback="Traceback\n  line",
        summary_json='{"files": 1}',
        processed_count=5,
        total_count=10,
        item_unit="files",
    )
    job = read_job(database, job_id)
    assert job
    assert (job.id, job.status, job.job_type, job.target) == (job_id, "failed", "scan", "/data")
    assert (job.priority, job.attempt, job.worker, job.percent, job.processed) == (3, 2, "host:1", 50.0, 5)
    assert (job.error, job.traceback, job.summary) == ("it broke", "Traceback\n  line", '{"files": 1}')
    assert job.created == job.updated == job.heartbeat == 1773489600000
    assert job.ended == (job.started or 0) + 90_000


@pytest.mark.parametrize(
    "job_id", ["nobody", "", "\0", "~row:99", "~row:x", "~hex:zz", "~hex:00", "\ud83d", "x" * 9999]
)
def test_missing_job_is_none(database: Engine, jobs: JobFactory, job_id: str) -> None:
    jobs.queued()
    assert read_job(database, job_id) is None
    assert read_log_lines(database, job_id, 0, 10) == LogLines(1, (), 0)


def test_every_listed_job_can_be_read_by_its_id(database: Engine, database_url: str) -> None:
    written = malformed_rows.write(database_url)
    rows = read_job_list(database, JobFilter(size=100), NOON).rows
    assert len(rows) == written
    for row in rows:
        job = read_job(database, row.id)
        assert job
        assert (job.id, job.status, job.created, job.percent) == (row.id, row.status, row.created, row.percent)
        assert read_log_lines(database, row.id, 0, 10).lines == ()


def test_ten_megabytes_of_text_are_not_read(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.failed(**dict.fromkeys(("target", "error_message", "error_traceback", "summary_json"), "x" * 10**7))
    read_job(database, "warm up")
    tracemalloc.start()
    job = read_job(database, job_id)
    row = read_job_list(database, JobFilter(), NOON).rows[0]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert job
    half, unit = "x" * (TEXT_LIMIT // 2), "bytes" if database.dialect.name == "sqlite" else "characters"
    assert job.error == job.traceback == f"{half}\n\n… 9950000 {unit} left out …\n\n{half}"
    assert job.summary == "x" * TEXT_LIMIT + "…"
    assert len(row.target) <= TARGET_LIMIT + len("…")
    assert most < 5_000_000


def test_nul_hides_nothing(sqlite_database_url: str) -> None:
    """SQLite's text functions stop at the first one."""
    engine = open_database(sqlite_database_url)
    jobs, columns = JobFactory(engine), ("target", "worker", "item_unit", "error_message", "error_traceback")
    stored = dict.fromkeys(columns, "before\0after") | {"summary_json": '{"a": "b\0c"}', "id": "i\0d"}
    job_id = encoded(jobs.add(**stored, status="sta\0tus", job_type="ty\0pe").encode())
    jobs.log("i\0d", "one\0 two", "three")
    jobs.log("i\0d", "four\0 five", first=3)
    (row,) = read_job_list(engine, JobFilter(), NOON).rows
    assert (row.id, row.raw_status, row.job_type) == (job_id, "sta␀tus", "ty␀pe")
    assert row.target == row.error == row.unit == "before␀after"
    job = read_job(engine, job_id)
    assert job
    assert (job.raw_status, job.job_type, job.summary) == ("sta␀tus", "ty␀pe", '{"a": "b␀c"}')
    assert {job.target, job.worker, job.unit, job.error, job.traceback} == {"before␀after"}
    assert read_log_lines(engine, job_id, 0, 9).lines == ("one␀ two", "three", "four␀ five")
    for found, text_ in ((3, "FIVE"), (1, "two")):
        assert [number for number, _ in search_log(engine, job_id, text_, "", 0, 9, stopped_clock).lines] == [found]
    engine.dispose()


@pytest.mark.parametrize("letter", ["x", "ä", "😀"])
def test_nul_in_a_long_text_hides_nothing(sqlite_database_url: str, letter: str) -> None:
    engine = open_database(sqlite_database_url)
    for size in (TEXT_LIMIT // 2, TEXT_LIMIT * 3):
        job_id = JobFactory(engine).failed(error_traceback=f"start\0{letter * size}\0end")
        job = read_job(engine, job_id)
        assert job
        assert job.traceback.startswith(f"start␀{letter}")
        assert job.traceback.endswith(f"{letter}␀end")
        assert ("left out" in job.traceback) == (size > TEXT_LIMIT)
        assert "\ufffd" not in job.traceback
        assert len(job.traceback) < TEXT_LIMIT + 100
    engine.dispose()


def test_long_traceback_keeps_its_end(database: Engine, jobs: JobFactory) -> None:
    frames = "".join(f'  File "a.py", line {line}, in f\n    return "ä😀"\n' for line in range(3000))
    job = read_job(database, jobs.failed(error_traceback=f"Traceback:\n{frames}OSError: the disk is full"))
    assert job
    assert job.traceback.startswith("Traceback:\n")
    assert job.traceback.endswith("OSError: the disk is full")
    assert "characters left out …" in job.traceback
    assert len(job.traceback) < TEXT_LIMIT + 100


def test_log_lines_are_read_from_any_line_on(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "one", "two", "three")
    jobs.log(job_id, "four", first=4)
    jobs.log(job_id, "five", "six", first=5)
    assert read_log_lines(database, job_id, 0, 10) == LogLines(1, ("one", "two", "three", "four", "five", "six"), 6)
    assert read_log_lines(database, job_id, 1, 3) == LogLines(2, ("two", "three", "four"), 6)
    assert read_log_lines(database, job_id, 5, 10) == LogLines(6, ("six",), 6)
    assert read_log_lines(database, job_id, 6, 10) == LogLines(7, (), 6)
    assert read_log_lines(database, job_id, -5, 0) == LogLines(1, ("one",), 6)


def test_log_read_returns_at_most_the_limit(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    for first in range(1, 2 * MAX_LINES, 100):
        jobs.log(job_id, *map(str, range(first, first + 100)), first=first)
    read = read_log_lines(database, job_id, 50, 10**9)
    assert read == LogLines(51, tuple(map(str, range(51, MAX_LINES + 51))), 2 * MAX_LINES)


def write(database: Engine, job_id: str, *chunks: tuple[int, int, str]) -> None:
    with database.begin() as connection:
        for first, lines, stored in chunks:
            connection.execute(JOB_LOG.insert().values((job_id, first, lines, stored)))


def test_log_chunk_has_its_declared_line_count(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    write(database, job_id, (1, 2, "1\n2\n"), (3, 3, "3"), (6, 2, "6\n7\n8"), (7, 2, "seven\neight\n"))
    expected = ("1", "2", "3", "", "", "6", "seven", "eight")
    assert read_log_lines(database, job_id, 0, 10) == LogLines(1, expected, 8)
    assert read_log_lines(database, job_id, 4, 3) == LogLines(5, ("", "6", "seven"), 8)
    assert read_log_tail(database, job_id, 0, 4) == LogLines(5, expected[4:], 8)
    found = search_log(database, job_id, "", "", 0, 100, stopped_clock)
    assert [number for number, _ in found.lines] == [8, 7, 6, 3, 2, 1]


def test_missing_line_numbers_shift_no_other(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    write(database, job_id, (3, 2, "3\n4"), (7, 2, "7\n8"), (50_000, 2, "50000\n50001"))
    assert read_log_lines(database, job_id, 0, 100) == LogLines(3, ("3", "4"), 50_001)
    assert read_log_lines(database, job_id, 4, 100) == LogLines(7, ("7", "8"), 50_001)
    assert read_log_lines(database, job_id, 8, 100) == LogLines(50_000, ("50000", "50001"), 50_001)
    assert read_log_tail(database, job_id, 0, 100) == LogLines(50_000, ("50000", "50001"), 50_001)


def test_many_long_lines_are_read_in_parts(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    write(database, job_id, *((number, 1, "x" * 1_000_000) for number in range(1, 201)))
    read_log_lines(database, job_id, 0, 1)
    tracemalloc.start()
    lines = read_log_lines(database, job_id, 0, 1000).lines
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == ("x" * MAX_LINE_CHARACTERS + "…",) * 200
    assert most < 30_000_000


def test_log_has_no_lines_of_other_jobs(database: Engine, jobs: JobFactory) -> None:
    mine, other = jobs.running(), jobs.running()
    jobs.log(other, "theirs")
    assert read_log_lines(database, mine, 0, 10) == LogLines(1, (), 0)


def test_log_lines_are_sanitized(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "\x1b[2K\x1b[31mred\x1b[0m", "turned \u202e round", "x" * 50_000)
    red, turned, long = read_log_lines(database, job_id, 0, 10).lines
    assert (red, turned) == ("\x1b[31mred\x1b[0m", "turned <U+202E> round")
    assert len(long) < 20_000


def test_malformed_log_rows_are_read(sqlite_database_url: str) -> None:
    path = sqlite_database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO jobs (id, job_type, status) VALUES ('a', 'b', 'c')")
        for chunk in (
            (1, 5, b"\xff\n\xfe"),
            (2, 1, "again"),
            (3, "many", "x\0y"),
            (-7, 2**60, "before"),
        ):
            connection.execute("INSERT INTO job_log VALUES ('a', ?, ?, ?)", chunk)
    connection.close()
    engine = open_database(sqlite_database_url)
    with engine.connect() as reader:
        assert reader.execute(text("SELECT count(*) FROM job_log")).scalar() == 4
    read = read_log_lines(engine, "a", 0, 10)
    assert all(isinstance(line, str) for line in read.lines)
    assert read.lines == ("\ufffd", "again")
    engine.dispose()
