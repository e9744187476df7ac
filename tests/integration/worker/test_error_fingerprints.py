"""Failed jobs of any writer get the fingerprint of their present error."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text, update

from jobs_app.database import open_database
from jobs_app.database.models import JOBS
from jobs_app.jobs.error_fingerprint import error_fingerprint
from jobs_app.recorder import JobError, record_job
from jobs_app.worker import error_fingerprints
from jobs_app.worker.claims import create_queued_job, fail_queued_job
from jobs_app.worker.error_fingerprints import add_fingerprints
from jobs_app.worker.lost_jobs import fail_lost_jobs
from tests.support.factories import NOON, JobFactory

LONG = (
    "Traceback (most recent call last):\n"
    + '  File "/app/jobs/load.py", line 3, in load\n' * 20_000
    + "ValueError: ö\n"
)


def stored(engine: Engine, job_id: str) -> str | None:
    with engine.connect() as connection:
        return connection.execute(select(JOBS.c.error_fingerprint).where(JOBS.c.id == job_id)).scalar()


def no_wait(_seconds: float) -> None:
    pass


@pytest.mark.parametrize("traceback", [None, "", LONG, "ö" * 16_001, "a\0b"[:1]])
def test_recorded_and_added_fingerprints_are_equal(database: Engine, traceback: str | None) -> None:
    job_id = JobFactory(database).failed(error_message="ValueError: row 7", error_traceback=traceback)
    assert stored(database, job_id) is None
    assert add_fingerprints(database, no_wait) == 1
    assert stored(database, job_id) == error_fingerprint("ValueError: row 7", traceback)
    assert add_fingerprints(database, no_wait) == 0


def test_recorder_writes_the_fingerprint_of_a_failure(database: Engine) -> None:
    for job_id, number in (("a", 1), ("b", 2)):
        with pytest.raises(ValueError, match="row"), record_job("import", engine=database, id=job_id):
            raise ValueError(f"row {number} \0 \ud800")
    assert stored(database, "a") == stored(database, "b")
    assert add_fingerprints(database, no_wait) == 0
    with database.begin() as connection:
        connection.execute(update(JOBS).values(error_fingerprint=None))
    before = error_fingerprint("x")
    add_fingerprints(database, no_wait)
    assert stored(database, "a") == stored(database, "b") != before


def test_job_that_runs_again_has_no_fingerprint(database: Engine) -> None:
    with pytest.raises(JobError), record_job("import", engine=database, id="a"):
        raise JobError("no")
    assert stored(database, "a") == error_fingerprint("no")
    with record_job("import", engine=database, id="a"):
        pass
    assert stored(database, "a") is None


def test_lost_and_unqueued_jobs_have_a_fingerprint(database: Engine) -> None:
    jobs = JobFactory(database)
    lost = [jobs.running(heartbeat_at=NOON - timedelta(days=day), lost_after_seconds=1) for day in (1, 2)]
    assert fail_lost_jobs(database) == 2
    create_queued_job(database, "q", "scan", now=NOON)
    fail_queued_job(database, "q", "the queue cannot be reached", now=NOON)
    marks = [stored(database, job_id) for job_id in (*lost, "q")]
    assert marks[0] == marks[1] != marks[2]
    with database.begin() as connection:
        connection.execute(update(JOBS).values(error_fingerprint=None))
    assert add_fingerprints(database, no_wait) == 3
    assert [stored(database, job_id) for job_id in (*lost, "q")] == marks


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ("error_message = 'other'", False),
        ("error_traceback = 'other'", False),
        ("error_traceback = NULL", False),
        ("status = 'queued'", False),
        ("error_message = 'other', error_fingerprint = 'mine'", True),
        ("error_message = 'it broke', status = 'failed'", True),
        ("worker = 'w', updated_at = CURRENT_TIMESTAMP", True),
    ],
)
def test_changed_error_of_another_program_loses_its_mark(database: Engine, change: str, kept: bool) -> None:
    job_id = JobFactory(database).failed(error_traceback="x", error_fingerprint="first")
    with database.begin() as connection:
        connection.execute(text(f"UPDATE jobs SET {change}"))
    assert (stored(database, job_id) is not None) == kept


def test_only_failed_jobs_get_a_fingerprint(database: Engine) -> None:
    jobs = JobFactory(database)
    others = [jobs.cancelled(error_message="no"), jobs.running(error_message="no"), jobs.completed()]
    failed = [jobs.failed(error_message=None), jobs.failed(job_type="\N{SNOWMAN}")]
    assert add_fingerprints(database, no_wait) == 2
    assert [stored(database, job_id) for job_id in others] == [None] * 3
    assert None not in [stored(database, job_id) for job_id in failed]


def test_many_old_failures_are_written_in_small_batches(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_fingerprints, "BATCH_JOBS", 10)
    waits = list[float]()
    jobs = JobFactory(database)
    jobs.add_all({"status": "failed", "error_message": f"row {number}"} for number in range(45))
    assert add_fingerprints(database, waits.append, clock=lambda: 0.0) == 45
    assert len(waits) == 5


def test_run_and_batch_end_after_their_time(database: Engine) -> None:
    jobs = JobFactory(database)
    jobs.add_all({"status": "failed", "error_message": "x"} for _ in range(5))
    times = iter(range(1_000))
    assert add_fingerprints(database, no_wait, clock=lambda: next(times) * 0.4) in range(1, 5)


def test_newest_failure_comes_first(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_fingerprints, "BATCH_JOBS", 1)
    jobs = JobFactory(database)
    old, new = (jobs.failed(completed_at=NOON - timedelta(days=days)) for days in (3, 1))
    moments = [0.0]
    assert add_fingerprints(database, wait=lambda _: moments.append(9.0), clock=lambda: moments[-1]) == 1
    assert (stored(database, old), stored(database, new) is None) == (None, False)


def test_fingerprints_of_earlier_rules_are_made_anew(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = JobFactory(database)
    earlier, own = jobs.failed(error_fingerprint="v1-0123456789abcdef"), jobs.failed(error_fingerprint="of-the-program")
    monkeypatch.setattr(error_fingerprints, "VERSION", 2)
    monkeypatch.setattr("jobs_app.jobs.error_fingerprint.VERSION", 2)
    assert add_fingerprints(database, no_wait) == 1
    assert str(stored(database, earlier)).startswith("v2-")
    assert stored(database, own) == "of-the-program"


def test_malformed_rows_of_sqlite_get_a_fingerprint(sqlite_database_url: str) -> None:
    engine = open_database(sqlite_database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO jobs (id, job_type, status, error_message, error_traceback) VALUES"
                " (x'ff', 'x', 'failed', x'fffe00', 5), (7, 'x', 'failed', 1e300, x'00')"
            )
        )
    assert add_fingerprints(engine, no_wait) == 2
    assert add_fingerprints(engine, no_wait) == 0
    engine.dispose()
