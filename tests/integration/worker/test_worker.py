"""Real worker processes on every kind of queue, and their jobs when they are killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, insert, text, update

from jobs_app.database import open_database
from jobs_app.database.models import JOBS
from jobs_app.jobs.snapshots import JobDetail
from jobs_app.queries import read_job
from jobs_app.worker import reaper as reaper_module
from jobs_app.worker.claims import claim_job, create_queued_job
from jobs_app.worker.lost_jobs import fail_lost_jobs
from jobs_app.worker.queue import JobQueue, QueueError, enqueue
from jobs_app.worker.reaper import requeue_missing
from jobs_app.worker.stop import SHUT_DOWN, StopSignal
from jobs_app.worker.worker_process import JobWorker
from tests.support.waiting import DEADLINE_SECONDS, wait_for

SLOW_TYPE = """
import time
from jobs_app.worker.registry import job_type

@job_type("slow")
def slow(job, target):
    job.log("started")
    while True:
        job.advance()
        time.sleep(0.01)
"""
RUN = """
import sys
from jobs_app.settings import load_settings
from jobs_app.worker.main import WorkerOptions, run_worker
parent = int(sys.argv[1]) if len(sys.argv) > 1 else None
run_worker(load_settings(), WorkerOptions(workers=1, lost_after=3, modules=("slow_type",), parent=parent))
"""
PARENT = """
import os, subprocess, sys, time
worker = subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())])
print(worker.pid, flush=True)
worker.wait()
"""

ORPHANED_AT_START = r"""
import os, time
from jobs_app.settings import load_settings
from jobs_app.worker.main import WorkerOptions, run_worker
from jobs_app.worker.reaper import Reaper
from jobs_app.worker.worker_process import JobWorker
main_process = os.getpid()

def late(initialize):
    def initialize_late(process):
        os.write(1, f"{os.getpid()}\n".encode())  # one write: two processes share the pipe
        while os.getppid() == main_process:
            time.sleep(0.01)
        initialize(process)
    return initialize_late

JobWorker.initialize, Reaper.initialize = late(JobWorker.initialize), late(Reaper.initialize)
run_worker(load_settings(), WorkerOptions(workers=1))
"""

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def queue_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.db'}"
    if request.param == "postgresql":
        return str(request.getfixturevalue("empty_postgres_url"))
    return str(request.getfixturevalue("redis_url"))


@pytest.fixture
def engine(sqlite_database_url: str) -> Iterator[Engine]:
    engine = open_database(sqlite_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def start_worker(sqlite_database_url: str, tmp_path: Path) -> Iterator[Start]:
    (tmp_path / "slow_type.py").write_text(SLOW_TYPE)
    started: list[subprocess.Popen[bytes]] = []

    def start(queue_url: str, *arguments: str, code: str = RUN) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "JOBS_DATABASE_URL": sqlite_database_url, "JOBS_QUEUE_URL": queue_url}
        command = [sys.executable, "-c", code, *arguments]
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def job_in(engine: Engine, job_id: str) -> JobDetail:
    job = read_job(engine, job_id)
    assert job
    return job


def becomes(engine: Engine, job_id: str, status: str) -> JobDetail:
    wait_for(lambda: job_in(engine, job_id).status == status, lambda: f"{status}, now {job_in(engine, job_id)}")
    return job_in(engine, job_id)


def test_queued_scan_is_run_by_a_worker(engine: Engine, queue_url: str, start_worker: Start, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/file").write_bytes(b"content")
    queue = JobQueue(queue_url)
    job_id = enqueue("scan", str(tmp_path / "folder"), engine=engine, queue=queue)
    assert job_in(engine, job_id).status == "queued"
    start_worker(queue_url)
    job = becomes(engine, job_id, "completed")
    assert '"files": 1' in job.summary
    assert (job.attempt, job.total) == (1, 1)
    queue.close()


def test_worker_stopped_by_sigterm_fails_its_job(engine: Engine, start_worker: Start, tmp_path: Path) -> None:
    queue = JobQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    job_id = enqueue("slow", engine=engine, queue=queue)
    worker = start_worker(queue.url)
    becomes(engine, job_id, "running")
    wait_for(lambda: (job_in(engine, job_id).processed or 0) > 10)
    worker.terminate()
    worker.wait(DEADLINE_SECONDS)
    job = job_in(engine, job_id)
    assert (job.status, job.error) == ("failed", "stopped: the worker was shut down")
    queue.close()


def test_worker_killed_leaves_no_job_running(engine: Engine, start_worker: Start, tmp_path: Path) -> None:
    """Its processes are killed too, like by a power cut; the next worker's reaper finds the job."""
    queue = JobQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    job_id = enqueue("slow", engine=engine, queue=queue)
    worker = start_worker(queue.url)
    becomes(engine, job_id, "running")
    runner = int(job_in(engine, job_id).worker.rpartition(":")[2])
    os.kill(worker.pid, signal.SIGKILL)
    os.kill(runner, signal.SIGKILL)
    wait_for(lambda: fail_lost_jobs(engine), "the lost job")
    assert job_in(engine, job_id).status == "failed"
    assert job_in(engine, job_id).error.startswith("worker lost: no sign of life since ")
    queue.close()


def test_worker_stops_when_its_parent_is_killed(
    engine: Engine, start_worker: Start, tmp_path: Path, sqlite_database_url: str
) -> None:
    queue = JobQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    job_id = enqueue("slow", engine=engine, queue=queue)
    parent = start_worker(queue.url, RUN, code=PARENT)
    assert parent.stdout
    worker = psutil.Process(int(parent.stdout.readline()))
    becomes(engine, job_id, "running")
    parent.kill()
    worker.wait(DEADLINE_SECONDS)
    assert becomes(engine, job_id, "failed").error == SHUT_DOWN
    queue.close()


def test_main_process_killed_at_start_ends_its_workers(start_worker: Start, tmp_path: Path) -> None:
    main_process = start_worker(f"sqlite:///{tmp_path / 'queue.db'}", code=ORPHANED_AT_START)
    assert main_process.stdout
    orphans = [psutil.Process(int(main_process.stdout.readline())) for _ in ("a worker", "the reaper")]
    main_process.kill()
    assert psutil.wait_procs(orphans, timeout=DEADLINE_SECONDS)[1] == []


def test_unknown_job_type_fails_and_names_the_known_ones(engine: Engine, start_worker: Start, tmp_path: Path) -> None:
    queue = JobQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    job_id = enqueue("frobnicate", engine=engine, queue=queue)
    start_worker(queue.url)
    assert "does not know the job type 'frobnicate', only scan" in becomes(engine, job_id, "failed").error
    queue.close()


def test_higher_priority_is_fetched_earlier(engine: Engine, queue_url: str) -> None:
    queue = JobQueue(queue_url)
    low, high = (enqueue("scan", engine=engine, queue=queue, priority=priority) for priority in (0, 5))
    assert [queue.take(), queue.take()] == [(high, 5), (low, 0)]
    queue.close()


def test_job_requeued_by_a_stopping_worker_keeps_its_priority(
    engine: Engine, queue_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, stop = JobQueue(queue_url), threading.Event()
    low, high = (enqueue("scan", engine=engine, queue=queue, priority=priority) for priority in (0, -5))
    urgent = enqueue("scan", engine=engine, queue=queue, priority=5)
    monkeypatch.setattr("jobs_app.worker.worker_process.run_job", lambda *_, **__: False)
    worker = JobWorker(
        queue=queue, database_url="", lost_after=45, forked=False, stop_flag=stop,
        default_delay=0.1, max_delay=1.0, backoff=1.15,
    )  # fmt: skip
    worker._engine, worker._stop = engine, StopSignal()  # pyright: ignore[reportPrivateUsage]
    worker.loop()
    assert queue.ids() == {low, high, urgent}
    assert [queue.take() for _ in range(3)] == [(urgent, 5), (low, 0), (high, -5)]
    queue.close()


def test_job_missing_from_the_queue_is_requeued(engine: Engine, queue_url: str) -> None:
    queue, long_ago = JobQueue(queue_url), datetime.now(UTC) - timedelta(minutes=5)
    create_queued_job(engine, "never put", "scan", priority=3, now=long_ago)
    create_queued_job(engine, "just made", "scan", now=datetime.now(UTC))
    create_queued_job(engine, "claimed", "scan", now=long_ago)
    assert claim_job(engine, "claimed", worker="w", lost_after=45, now=datetime.now(UTC))
    for number in range(20):
        create_queued_job(engine, f"waits {number}", "scan", now=long_ago)
        queue.put(f"waits {number}")
    with engine.begin() as connection:
        others = {"id": "of another program", "job_type": "scan", "status": "queued", "created_at": long_ago}
        connection.execute(insert(JOBS), [others])
    assert requeue_missing(engine, queue) == 1
    assert requeue_missing(engine, queue) == 0
    assert queue.take() == ("never put", 3)
    assert len(queue) == 20
    queue.close()


def test_search_for_missing_jobs_is_bounded(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = JobQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    create_queued_job(database, "never put", "scan", now=datetime.now(UTC) - timedelta(minutes=5))
    for number in range(3):
        queue.put(str(number))
    monkeypatch.setattr(reaper_module, "MAX_SEARCHED_MESSAGES", 2)
    assert requeue_missing(database, queue) == 0
    queue.take()
    assert requeue_missing(database, queue) == 1
    queue.close()


def test_unreachable_queue_fails_the_job(engine: Engine, redis_url: str) -> None:
    queue = JobQueue(redis_url)
    queue.put = lambda *_: (_ for _ in ()).throw(QueueError("the queue cannot be reached"))  # type: ignore[method-assign]
    with pytest.raises(QueueError):
        enqueue("scan", engine=engine, queue=queue, job_id="lost-in-the-post")
    assert job_in(engine, "lost-in-the-post").error == "the queue cannot be reached"
    queue.close()


def test_job_is_claimed_once_while_queued(database: Engine) -> None:
    now = datetime.now(UTC)
    create_queued_job(database, "a", "scan", now=now)
    assert claim_job(database, "a", worker="w", lost_after=45, now=now)
    assert claim_job(database, "a", worker="w", lost_after=45, now=now) is None
    assert claim_job(database, "not there", worker="w", lost_after=45, now=now) is None


def test_only_jobs_with_expired_heartbeats_are_lost(database: Engine) -> None:
    now = datetime.now(UTC)
    stale, fresh = now - timedelta(seconds=60), now
    jobs = [
        ("lost", "running", 45, stale),
        ("alive", "running", 45, fresh),
        ("no promise", "running", None, stale),
        ("patient", "running", 3600, stale),
        ("no heartbeat, no promise", "running", None, None),
        ("no heartbeat", "running", 45, None),
        ("just started", "running", 45, None),
        ("nonsense", "running", 45, None),
        ("ended", "completed", 45, stale),
    ]
    names = ("id", "status", "lost_after_seconds", "heartbeat_at")
    with database.begin() as connection:
        rows = [dict(zip(names, job, strict=True)) | {"job_type": "scan", "created_at": stale} for job in jobs]
        connection.execute(insert(JOBS), rows)
        connection.execute(update(JOBS).where(JOBS.c.id == "no heartbeat").values(started_at=stale))
        connection.execute(update(JOBS).where(JOBS.c.id == "just started").values(started_at=fresh))
        connection.execute(update(JOBS).where(JOBS.c.id == "nonsense").values(started_at=None, updated_at=None))
        never = "'soon'" if database.dialect.name == "sqlite" else "'infinity'"
        connection.execute(text(f"UPDATE jobs SET heartbeat_at = {never} WHERE id = 'nonsense'"))
    assert fail_lost_jobs(database) == 2
    assert fail_lost_jobs(database) == 0
    assert {job[0]: job_in(database, job[0]).status for job in jobs} == {
        "lost": "failed",
        "alive": "running",
        "no promise": "running",
        "patient": "running",
        "no heartbeat, no promise": "running",
        "no heartbeat": "failed",
        "just started": "running",
        "nonsense": "running",
        "ended": "completed",
    }
    since = f"worker lost: no sign of life since {stale:%Y-%m-%d %H:%M:%S} UTC"
    assert {job_in(database, job_id).error for job_id in ("lost", "no heartbeat")} == {since}
