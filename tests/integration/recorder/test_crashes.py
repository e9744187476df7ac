"""SIGKILL of a recording process between any two writes leaves a readable job; SIGTERM loses no line."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from jobs_app.database import open_database
from jobs_app.database.models import JOB_LOG
from jobs_app.queries import read_job, read_log_lines
from tests.support.seeds import SEEDS
from tests.support.waiting import DEADLINE_SECONDS, wait_for

PROGRAM = """
import sys, time
from jobs_app.recorder import record_job
with record_job("count", id="crash", total=100_000, unit="rows") as job:
    for number in range(1, 100_001):
        job.log("line %d", number)
        job.advance()
        if number % 50 == 0:
            print(number, flush=True)
            time.sleep(0.001)
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_job_killed_at_any_moment_is_readable(database_url: str, tmp_path: Path, seed: int) -> None:
    moment, engine = random.Random(seed), open_database(database_url)
    with start(database_url, tmp_path, PROGRAM) as process:
        if seed % 2:
            wait_for(lambda: read_job(engine, "crash"), "a stored job")
        says(process, moment.randint(1, 300))
        process.send_signal(signal.SIGKILL)
    job = read_job(engine, "crash")
    assert job or not seed % 2
    if job:
        assert job.status == "running"
        assert_log_is_whole(engine, job.processed or 0)
    engine.dispose()


def start(url: str, folder: Path, program: str) -> "subprocess.Popen[str]":
    environment = {"JOBS_DATABASE_URL": url, "PATH": "", "PYTHONPATH": str(Path.cwd())}
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )


def says(process: "subprocess.Popen[str]", lines: int) -> None:
    """Wait until a program has printed so many lines."""
    assert process.stdout
    for _ in range(lines):
        assert process.stdout.readline(), "it ended"


def assert_log_is_whole(engine: Engine, processed: int) -> None:
    """Every line up to the last one is stored once, in order; progress and lines were written together."""
    with engine.connect() as connection:
        total = connection.execute(select(func.coalesce(func.sum(JOB_LOG.c.line_count), 0))).scalar_one()
    after, numbers = 0, list[int]()
    while page := read_log_lines(engine, "crash", after, 1000).lines:
        numbers += [int(line.rpartition(" ")[2]) for line in page]
        after += len(page)
    assert numbers == list(range(1, total + 1))
    assert abs(processed - total) <= 1


PACED = """
import sys, time
from jobs_app.recorder import record_job
BEFORE
logged = 0
try:
    with record_job("count", id="outer", flush_interval=60) as outer, record_job("count", id="ended") as job:
        while True:
            outer.log("line")
            job.log("line %d", logged + 1)
            logged += 1
            if logged % 100 == 0:
                print(logged, flush=True)
                time.sleep(0.005)
finally:
    print(logged, flush=True)
"""
OWN = "import signal; signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))"
IGNORED = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def end(process: "subprocess.Popen[str]", *signals: signal.Signals) -> tuple[int, int]:
    """Send signals to a program that prints until it ends; returns its exit code and its last output."""
    for number in signals:
        process.send_signal(number)
        if number != signals[-1]:
            says(process, 20)
    output = process.communicate(timeout=DEADLINE_SECONDS)[0].split()
    return process.returncode, int(output[-1]) if output else 0


@pytest.mark.parametrize("seed", SEEDS)
def test_sigterm_ends_a_recording_program_without_lost_lines(
    sqlite_database_url: str, tmp_path: Path, seed: int
) -> None:
    with start(sqlite_database_url, tmp_path, PACED.replace("BEFORE", "")) as process:
        says(process, random.Random(seed).randint(1, 200))
        code, logged = end(process, signal.SIGTERM)
    engine = open_database(sqlite_database_url)
    assert code == 143
    for name in ("ended", "outer"):
        job = read_job(engine, name)
        assert job
        assert (job.status, job.error) == ("failed", "stopped: the program was ended by SIGTERM")
        assert 0 <= read_log_lines(engine, name, 0, 1).total - logged <= 1
    engine.dispose()


@pytest.mark.parametrize(
    ("own", "signals", "expected"),
    [
        (OWN, (signal.SIGTERM,), 7),
        (IGNORED, (signal.SIGTERM, signal.SIGINT), -signal.SIGINT),
    ],
)
def test_sigterm_handler_of_the_program_is_kept(
    sqlite_database_url: str, tmp_path: Path, own: str, signals: tuple[signal.Signals, ...], expected: int
) -> None:
    with start(sqlite_database_url, tmp_path, PACED.replace("BEFORE", own)) as process:
        says(process, 20)
        code, logged = end(process, *signals)
    assert code == expected
    assert logged > 0


FORKED = """
import os, signal
from jobs_app.recorder import record_job
with record_job("fork", id="f") as job:
    ready, tell = os.pipe()
    child = os.fork()
    if not child:
        os.write(tell, b"x")
        signal.pause()
    os.read(ready, 1)
    os.kill(child, signal.SIGTERM)
    job.summary = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
signal.raise_signal(signal.SIGTERM)
"""


def test_sigterm_after_a_job_and_in_a_fork_is_the_default(sqlite_database_url: str, tmp_path: Path) -> None:
    with start(sqlite_database_url, tmp_path, FORKED) as process:
        assert end(process)[0] == -signal.SIGTERM
    engine = open_database(sqlite_database_url)
    job = read_job(engine, "f")
    assert job
    assert (job.status, job.summary) == ("completed", str(-signal.SIGTERM))
    engine.dispose()


HANDLER = """
import logging, signal
from jobs_app.recorder import record_job
with record_job("handler", id="h") as job:
    logging.getLogger().addHandler(job.log_handler())
    signal.signal(signal.SIGUSR1, lambda *_: logging.warning("signal"))
    with job._lines.lock:
        signal.raise_signal(signal.SIGUSR1)
"""


def test_signal_handler_may_log_at_any_moment(sqlite_database_url: str, tmp_path: Path) -> None:
    environment = {"JOBS_DATABASE_URL": sqlite_database_url, "PATH": "", "PYTHONPATH": str(Path.cwd())}
    subprocess.run([sys.executable, "-c", HANDLER], cwd=tmp_path, env=environment, check=True, timeout=DEADLINE_SECONDS)
    engine = open_database(sqlite_database_url)
    assert read_log_lines(engine, "h", 0, 10).lines[0].endswith("WARNING signal")
    engine.dispose()
