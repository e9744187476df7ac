"""The state of a job when the process that runs it is killed, forks or exits."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from sqlalchemy import update

from jobs_app.database import open_database
from jobs_app.database.models import JOBS
from jobs_app.jobs.snapshots import JobDetail
from jobs_app.queries import read_job
from jobs_app.recorder import record_job
from jobs_app.worker.queue import JobQueue, enqueue
from tests.support.processes import is_alive
from tests.support.waiting import DEADLINE_SECONDS, wait_for

JOB_TYPES = """
import time
from jobs_app.worker.registry import job_type

@job_type("slow")
def slow(job, target):
    while True:
        job.advance()
        time.sleep(0.01)

@job_type("quick")
def quick(job, target):
    return {"target": target}
"""


class Place:
    """A database and a queue of one test, and processes that use them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder, self.engine = folder, open_database(url)
        self.queue = JobQueue(f"sqlite:///{folder / 'queue.db'}")
        self.environment = {**os.environ, "JOBS_DATABASE_URL": url, "JOBS_QUEUE_URL": self.queue.url}
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str, stdout: int | None = None) -> "subprocess.Popen[bytes]":
        command = (sys.executable, *command)
        process = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, start_new_session=True, stdout=stdout
        )
        self.processes.append(process)
        return process

    def start_worker(self) -> "subprocess.Popen[bytes]":
        options = ("--workers", "1", "--module", "job_types", "--lost-after", "2")
        return self.start("-m", "jobs_app.cli", "worker", *options)

    def enqueue(self, job_type: str) -> str:
        return enqueue(job_type, "t", engine=self.engine, queue=self.queue)

    def job(self, job_id: str) -> JobDetail:
        return read_job(self.engine, job_id) or pytest.fail(f"no job {job_id}")

    def becomes(self, job_id: str, status: str) -> JobDetail:
        wait_for(lambda: self.job(job_id).status == status, f"{job_id} {status}")
        return self.job(job_id)

    def runner_of(self, job_id: str) -> psutil.Process:
        """The process that runs a job."""
        return psutil.Process(int(self.becomes(job_id, "running").worker.rpartition(":")[2]))


@pytest.fixture
def place(sqlite_database_url: str, tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "job_types.py").write_text(JOB_TYPES)
    place = Place(sqlite_database_url, tmp_path)
    yield place
    for process in place.processes:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    place.queue.close()
    place.engine.dispose()


def test_main_process_killed_ends_its_workers_and_jobs(place: Place) -> None:
    worker = place.start_worker()
    job_id = place.enqueue("slow")
    runner = place.runner_of(job_id)
    os.kill(worker.pid, signal.SIGKILL)
    assert place.becomes(job_id, "failed").error == "worker lost: its main process was killed"
    wait_for(lambda: not is_alive(runner), "the runner to end")


def test_worker_process_killed_is_replaced_and_its_job_lost(place: Place) -> None:
    place.start_worker()
    lost = place.enqueue("slow")
    place.runner_of(lost).kill()
    next_job = place.enqueue("quick")
    assert '"target": "t"' in place.becomes(next_job, "completed").summary
    assert place.becomes(lost, "failed").error.startswith("worker lost: no sign of life since 20")


def test_job_fetched_by_a_dead_worker_is_run_by_the_next(place: Place) -> None:
    job_id = place.enqueue("quick")
    with place.engine.begin() as connection:
        connection.execute(update(JOBS).values(created_at=datetime.now(UTC) - timedelta(minutes=5)))
    with place.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        worker = place.start_worker()
        wait_for(lambda: not len(place.queue), "the job to be taken")
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert place.job(job_id).status == "queued"
    place.start_worker()
    assert place.becomes(job_id, "completed").attempt == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_worker_stopped_by_ctrl_c_ends_with_code_0(place: Place, number: signal.Signals) -> None:
    worker = place.start_worker()
    job_id = place.enqueue("slow")
    runner = place.runner_of(job_id)
    worker.send_signal(number)
    assert worker.wait(DEADLINE_SECONDS) == 0
    assert place.job(job_id).error == "stopped: the worker was shut down"
    assert not is_alive(runner)


def test_worker_that_cannot_write_stops_in_time(place: Place) -> None:
    worker = place.start_worker()
    runner = place.runner_of(place.enqueue("slow"))
    with place.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        worker.terminate()
        assert worker.wait(DEADLINE_SECONDS) == 0
        assert not is_alive(runner)


def test_job_whose_process_exits_fails(place: Place) -> None:
    code = """
import threading, time
from jobs_app.recorder import record_job

def work():
    with record_job("stray", id="stray") as job:
        started.set()
        while True:
            time.sleep(60)

started = threading.Event()
threading.Thread(target=work, daemon=True).start()
started.wait()
"""
    assert place.start("-c", code).wait(DEADLINE_SECONDS) == 0
    assert place.becomes("stray", "failed").error == "stopped: the process ended before the job did"


def test_forked_child_does_not_end_its_parents_job(place: Place) -> None:
    code = """
import os
from jobs_app.recorder import record_job

with record_job("parent", id="parent") as job:
    for _ in range(20):
        child = os.fork()
        job.log("hello")
        if not child:
            try:
                raise SystemExit
            finally:
                job.__exit__(SystemExit, SystemExit(), None)
                os._exit(0)
        os.waitpid(child, 0)
"""
    assert place.start("-c", code).wait(DEADLINE_SECONDS) == 0
    assert place.job("parent").status == "completed"


def test_scan_wait_ends_with_its_job(place: Place) -> None:
    place.start_worker()
    (place.folder / "scanned").mkdir()
    assert place.start("-m", "jobs_app.cli", "scan", "scanned", "--wait").wait(DEADLINE_SECONDS) == 0


def test_scan_wait_of_a_failed_job_exits_with_1(place: Place) -> None:
    (place.folder / "scanned").mkdir()
    scan = place.start("-m", "jobs_app.cli", "scan", "scanned", "--wait")
    wait_for(lambda: len(place.queue), "the queued scan")
    (place.folder / "scanned").rmdir()
    place.start_worker()
    assert scan.wait(DEADLINE_SECONDS) == 1


def test_log_follow_ends_with_the_job(place: Place) -> None:
    with record_job("count", engine=place.engine, flush_interval=0.02) as job:
        job.log("first")
        wait_for(lambda: read_job(place.engine, job.id), "the job")
        follower = place.start("-m", "jobs_app.cli", "log", job.id, "--follow", stdout=subprocess.PIPE)
        assert follower.stdout
        assert follower.stdout.readline().endswith(b" INFO first\n")
        job.log("second")
        assert follower.stdout.readline().endswith(b" INFO second\n")
        assert follower.poll() is None
        job.log("last")
    assert follower.stdout.read().endswith(b" INFO last\n")
    assert follower.wait(DEADLINE_SECONDS) == 0
