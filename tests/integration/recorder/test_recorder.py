"""The recorder: the row and the log of a running job, during any fault of job and database."""

import json
import logging
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete, event, select, update

from jobs_app.database import open_database
from jobs_app.database.models import JOB_LOG, JOBS
from jobs_app.queries import read_log_lines
from jobs_app.recorder import record_job
from jobs_app.recorder.log_buffer import LogBuffer
from tests.support.waiting import wait_for

QUICK = 0.02


def row_of(engine: Engine, job_id: str) -> dict[str, Any]:
    with engine.connect() as connection:
        found = connection.execute(select(JOBS).where(JOBS.c.id == job_id)).mappings().first()
    return dict(found) if found else {}


def test_block_that_ends_normally_completes_the_job(database: Engine) -> None:
    with record_job("import", target="/data/a.csv", total=100, unit="rows", engine=database) as job:
        for _ in range(100):
            job.advance()
        job.log("read %s", "a.csv")
        job.summary = {"rows": 100}
    row = row_of(database, job.id)
    assert (row["status"], row["job_type"], row["target"]) == ("completed", "import", "/data/a.csv")
    assert (row["processed_count"], row["total_count"], row["item_unit"], row["progress_percent"]) == (
        100,
        100,
        "rows",
        100,
    )
    assert json.loads(row["summary_json"]) == {"rows": 100}
    assert row["created_at"] <= row["completed_at"] <= datetime.now(UTC)
    assert row["heartbeat_at"]
    assert row["worker"]
    assert read_log_lines(database, job.id, 0, 10).lines[0].endswith("INFO read a.csv")


def test_exception_fails_the_job_and_is_raised(database: Engine) -> None:
    with pytest.raises(ZeroDivisionError), record_job("sum", engine=database) as job:
        1 / 0  # noqa: B018
    row = row_of(database, job.id)
    assert (row["status"], row["error_message"]) == ("failed", "ZeroDivisionError: division by zero")
    assert "1 / 0" in row["error_traceback"]


class Mute(Exception):
    """An object whose str() raises."""

    def __str__(self) -> str:
        raise RuntimeError


def test_error_whose_str_raises_fails_the_job(database: Engine) -> None:
    with pytest.raises(Mute), record_job("sum", engine=database) as job:
        raise Mute
    row = row_of(database, job.id)
    assert (row["status"], row["error_message"]) == ("failed", "Mute: <Mute whose text raises RuntimeError>")
    wait_for(lambda: f"recorder of job {job.id}" not in [thread.name for thread in threading.enumerate()])


def test_object_whose_str_raises_is_logged_by_its_class(database: Engine) -> None:
    with record_job("sum", engine=database) as job:
        job.log(Mute())
        job.log("%s", Mute())
    logged = [line.partition(" INFO ")[2] for line in read_log_lines(database, job.id, 0, 9).lines]
    assert logged == ["<Mute whose text raises RuntimeError>", "%s (Mute(),)"]


def test_paths_ids_and_numbers_as_text_are_recorded(database: Engine) -> None:
    job_id = uuid4()
    with record_job("scan", target=Path("/data"), total="100", unit=Path("f"), id=job_id, engine=database) as job:  # type: ignore[arg-type]
        job.set_progress(processed="7", unit=Path("rows"))  # type: ignore[arg-type]
        job.advance(True)
    row = row_of(database, str(job_id))
    assert (row["status"], row["target"], row["item_unit"]) == ("completed", "/data", "rows")
    assert (row["processed_count"], row["total_count"]) == (8, 100)


@pytest.mark.parametrize("total", ["many", float("nan"), float("inf"), [1]])
def test_total_that_is_no_number_raises(sqlite_database_url: str, total: Any) -> None:
    logged = f"a job's total is a number, not '{total}'".replace("[", r"\[").replace("]", r"\]")
    with pytest.raises(ValueError, match=logged):
        record_job("scan", total=total, database_url=sqlite_database_url)
    with pytest.raises(ValueError, match=logged), record_job("scan", database_url=sqlite_database_url) as job:
        job.set_progress(total=total)


def test_messages_are_formatted_like_logging(database: Engine) -> None:
    with record_job("scan", engine=database) as job:
        job.log("%(a)s of %(b)d", {"a": 1, "b": 2})
        job.log("%s", {})
        job.log("%s and %s", {"a": 1}, 2)
        job.log("%d", "no number")
    logged = [line.partition(" INFO ")[2] for line in read_log_lines(database, job.id, 0, 9).lines]
    assert logged == ["1 of 2", "{}", "{'a': 1} and 2", "%d ('no number',)"]


def test_interrupt_fails_the_job_with_a_clear_reason(database: Engine) -> None:
    with pytest.raises(KeyboardInterrupt), record_job("sum", engine=database) as job:
        raise KeyboardInterrupt
    assert row_of(database, job.id)["error_message"].startswith("stopped:")


def test_progress_appears_while_the_job_runs(database: Engine) -> None:
    with record_job("scan", engine=database, flush_interval=QUICK) as job:
        wait_for(lambda: row_of(database, job.id).get("status") == "running")
        assert row_of(database, job.id)["progress_percent"] is None
        job.set_progress(processed=25, total=100)
        wait_for(lambda: row_of(database, job.id)["progress_percent"] == 25)
        job.set_progress(percent=250)
        wait_for(lambda: row_of(database, job.id)["progress_percent"] == 100)


def test_many_calls_are_one_write(database: Engine) -> None:
    """The write interval is tested with the flusher, on a virtual clock."""
    commits: list[str] = []
    event.listen(database, "commit", lambda _: commits.append("one"))
    with record_job("count", engine=database) as job:
        for _ in range(3):
            for _ in range(500):
                job.advance()
                job.log("line")
            before = len(commits)
            wait_for(lambda before=before: len(commits) > before, "a write")
    assert len(commits) < 20
    assert row_of(database, job.id)["processed_count"] == read_log_lines(database, job.id, 0, 1).total == 1500


def test_log_lines_of_many_writes_and_attempts_have_no_gap(database: Engine) -> None:
    logged = [f"line {number}" for number in range(1200)]
    for attempt in range(2):
        with record_job("log", id="the-job", engine=database, flush_interval=QUICK) as job:
            for line in logged:
                job.log(line)
            job.log("two\nlines", level="ERROR")
        assert row_of(database, "the-job")["attempt"] == attempt + 1
    found: list[str] = []
    while (page := read_log_lines(database, "the-job", len(found), 500)).lines:
        assert page.first == len(found) + 1
        found += page.lines
    assert [line.split(" ", 2)[2] for line in found] == [*logged, "two", "lines"] * 2
    assert found[1200].split(" ")[1] == "ERROR"
    with database.connect() as connection:
        assert len(connection.execute(select(JOB_LOG.c.first_line)).all()) < 50


def test_log_handler_records_log_records(database: Engine) -> None:
    logger = logging.getLogger("some.library")
    with record_job("log", engine=database) as job:
        handler = job.log_handler()
        logger.addHandler(handler)
        logger.warning("careful with %s", "that")
        logger.removeHandler(handler)
    assert read_log_lines(database, job.id, 0, 9).lines[0].endswith("WARNING careful with that")


def test_log_handlers_of_two_jobs_do_not_record_their_sql(database: Engine) -> None:
    statements, root = logging.getLogger("sqlalchemy.engine"), logging.getLogger()
    levels = statements.level, root.level
    with record_job("one", engine=database, flush_interval=QUICK) as one, record_job("two", engine=database) as two:
        handlers = [one.log_handler(), two.log_handler()]
        for handler in handlers:
            root.addHandler(handler)
        statements.setLevel(logging.INFO)
        try:
            for number in range(3):
                one.log("line %d", number)
                wait_for(lambda number=number: read_log_lines(database, one.id, 0, 9).total > number)
        finally:
            statements.setLevel(levels[0])
            for handler in handlers:
                root.removeHandler(handler)
    recorded = [line for job in (one, two) for line in read_log_lines(database, job.id, 0, 1000).lines]
    assert [line for line in recorded if "UPDATE jobs" in line or "INSERT INTO job_log" in line] == []


def test_text_that_no_database_accepts_is_replaced(database: Engine) -> None:
    with record_job("odd\0", target="/a\ud800b", engine=database) as job:
        job.log("nul \0 and %s", "\udcff")
        job.summary = {"value": float("nan")}
    assert row_of(database, job.id)["target"] == "/a<U+D800>b"
    assert "nul ␀ and <U+DCFF>" in read_log_lines(database, job.id, 0, 1).lines[0]
    assert json.loads(row_of(database, job.id)["summary_json"]) == {"value": "NaN"}


def test_locked_database_delays_the_record_not_the_job(sqlite_database_url: str) -> None:
    path = sqlite_database_url.removeprefix("sqlite:///")
    engine = open_database(sqlite_database_url, busy_timeout=0.05)
    lock = sqlite3.connect(path, check_same_thread=False)
    with record_job("scan", engine=engine, flush_interval=QUICK) as job:
        wait_for(lambda: row_of(engine, job.id).get("status") == "running")
        lock.execute("BEGIN IMMEDIATE")
        asking = list[str]()
        event.listen(engine, "checkout", lambda *_: asking.append(threading.current_thread().name))
        for number in range(1000):
            job.advance()
            job.log("line %d", number)
        assert threading.current_thread().name not in asking
        lock.rollback()
        wait_for(lambda: row_of(engine, job.id)["processed_count"] == 1000)
    lock.close()
    assert read_log_lines(engine, job.id, 0, 1).total == 1000
    engine.dispose()


def test_end_during_an_outage_is_written_later(sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # It waits no longer than programs do.
    path = sqlite_database_url.removeprefix("sqlite:///")
    engine = open_database(sqlite_database_url, busy_timeout=0.05)
    lock = sqlite3.connect(path)
    lock.execute("BEGIN IMMEDIATE")
    with record_job("scan", engine=engine, flush_interval=QUICK) as job:
        job.log("done")
    assert row_of(engine, job.id) == {}
    lock.rollback()
    lock.close()
    wait_for(lambda: row_of(engine, job.id).get("status") == "completed")
    wait_for(lambda: not any("recorder of job" in thread.name for thread in threading.enumerate()))
    engine.dispose()


def test_read_only_database_is_logged_once(sqlite_database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    engine = open_database(sqlite_database_url)

    def refuse_writes(connection: Any, record: Any) -> None:
        connection.execute(f"PRAGMA query_only={'ON' if refusing else 'OFF'}")

    refusing = True
    event.listen(engine, "connect", refuse_writes)
    event.listen(engine, "checkout", lambda connection, *_: refuse_writes(connection, None))
    with caplog.at_level(logging.WARNING), record_job("scan", engine=engine, flush_interval=QUICK) as job:
        wait_for(lambda: caplog.records)
        job.advance(3)
        refusing = False
        wait_for(lambda: row_of(engine, job.id).get("processed_count") == 3)
    assert [record.getMessage() for record in caplog.records if "not recorded for now" in record.getMessage()] == [
        f"job {job.id}: not recorded for now, the job goes on: the database is read-only"
    ]
    engine.dispose()


def test_full_disk_delays_the_record_and_loses_no_line(
    sqlite_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLite reports a full disk (SQLITE_FULL) when a file may not grow, which the pragma causes."""
    engine = open_database(sqlite_database_url)
    full = True

    def limit_pages(connection: Any, *_: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages if full else 1_000_000}")

    event.listen(engine, "checkout", limit_pages)
    with caplog.at_level(logging.WARNING), record_job("scan", engine=engine, flush_interval=QUICK) as job:
        for number in range(500):
            job.log("a line that needs room %d %s", number, "x" * 200)
        wait_for(lambda: any("the disk of the database is full" in record.getMessage() for record in caplog.records))
        full = False
        wait_for(lambda: read_log_lines(engine, job.id, 0, 1).total == 500)
    assert row_of(engine, job.id)["status"] == "completed"
    engine.dispose()


def test_lines_beyond_the_buffer_are_dropped_and_counted() -> None:
    buffer = LogBuffer(max_lines=10)
    buffer.add([f"line {number}" for number in range(25)])
    batch = buffer.take()
    assert (batch.lines[0], len(batch.lines), batch.dropped) == ("line 15", 10, 15)
    buffer.add(["newer"] * 4)
    buffer.give_back(batch)
    again = buffer.take()
    assert (len(again.lines), again.dropped, again.lines[-1]) == (10, 19, "newer")


def test_deleted_job_is_not_written_again(database: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), record_job("scan", engine=database, flush_interval=QUICK) as job:
        wait_for(lambda: row_of(database, job.id))
        with database.begin() as connection:
            connection.execute(delete(JOBS).where(JOBS.c.id == job.id))
        job.log("still here")
        wait_for(lambda: caplog.records)
        job.advance()
    assert row_of(database, job.id) == {}
    assert len(caplog.records) == 1


def test_lost_job_is_revived_by_its_next_heartbeat(database: Engine) -> None:
    with record_job("scan", engine=database, flush_interval=QUICK) as job:
        wait_for(lambda: row_of(database, job.id))
        with database.begin() as connection:
            connection.execute(
                update(JOBS).values(status="failed", error_message="worker lost", completed_at=datetime.now(UTC))
            )
        job.advance()
        wait_for(lambda: row_of(database, job.id)["status"] == "running")
        assert row_of(database, job.id)["error_message"] is None
    assert row_of(database, job.id)["status"] == "completed"


def test_cancelled_job_stays_cancelled(database: Engine) -> None:
    with record_job("scan", engine=database, flush_interval=QUICK) as job:
        wait_for(lambda: row_of(database, job.id))
        with database.begin() as connection:
            connection.execute(update(JOBS).values(status="cancelled"))
        job.advance()
    assert row_of(database, job.id)["status"] == "cancelled"


def test_recorder_imports_neither_reflex_nor_huey() -> None:
    code = "import sys, jobs_app.recorder; print([name for name in ('reflex', 'huey') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_program_that_ends_after_its_job_has_recorded_it(sqlite_database_url: str, tmp_path: Path) -> None:
    code = "from jobs_app.recorder import record_job\nwith record_job('quick', id='q') as job: job.log('hello')"
    environment = {"JOBS_DATABASE_URL": sqlite_database_url, "PATH": ""}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, cwd=tmp_path, timeout=60)
    engine = open_database(sqlite_database_url)
    assert row_of(engine, "q")["status"] == "completed"
    assert read_log_lines(engine, "q", 0, 1).total == 1
    engine.dispose()
