"""No leaks: one poll loop per open page, none for closed ones, no process after the end."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from jobs_app.database.migrations import upgrade
from jobs_app.queries import read_job, read_log_lines
from jobs_app.settings import load_settings
from jobs_app.worker.queue import JobQueue, enqueue
from tests.browser.faults.proxy import Proxy
from tests.browser.faults.report import record
from tests.browser.faults.walk import ACTIONS, Action, Walk
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server
from tests.support.processes import is_alive
from tests.support.seeds import SEEDS
from tests.support.services import postgres_cluster
from tests.support.waiting import DEADLINE_SECONDS, wait_for

pytestmark = pytest.mark.own_server

Serve = Callable[..., Server]
COUNTING = """
import os, time
from jobs_app.worker.registry import job_type

@job_type("counting")
def counting(job, target):
    number = 0
    while True:
        number += 1
        job.log("line %d", number)
        job.set_progress(processed=number)
        with open(target + ".new", "w") as witness:
            witness.write(str(number))
        os.replace(target + ".new", target)
        time.sleep(0.01)
"""
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'SELECT%'"


@settings(
    max_examples=max(1, len(SEEDS) // 4),
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    database=None,
)
@given(actions=st.lists(st.sampled_from(ACTIONS), min_size=15, max_size=20))
def _any_order_leaves_one_loop_per_tab(server: Server, browser: Browser, job: str, actions: list[Action]) -> None:
    proxy, context = Proxy(server.port), browser.new_context()
    try:
        walk = Walk(server, proxy, context, job)
        for action in actions:
            walk.do(action)
        walk.settle()
        walk.close_all()
    finally:
        context.close()
        proxy.close()


@pytest.mark.requirement("FR-013", "US4.3")
def test_random_tab_use_leaves_one_loop_per_open_tab(serve: Serve, browser: Browser, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running")
    _any_order_leaves_one_loop_per_tab(serve(poll_interval_seconds=2), browser, job)


def end(server: Server, meanwhile: str) -> None:
    """End the dashboard with SIGTERM; none of its processes may remain."""
    assert server.process
    family = psutil.Process(server.process.pid).children(recursive=True)
    assert family
    started = time.monotonic()
    server.stop()
    record(f"end of dashboard and worker by SIGTERM while {meanwhile}", seconds=round(time.monotonic() - started, 1))
    wait_for(lambda: not any(map(is_alive, family)), f"end of {family}")


def test_sigterm_ends_dashboard_and_worker_and_keeps_the_log(
    serve: Serve, browser: Browser, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(COUNTING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    server, witness = serve(worker=True, poll_interval_seconds=2), tmp_path / "witness"
    page = browser.new_page()
    page.goto(f"{server.url}/jobs")
    queue = JobQueue(load_settings(server.environment).queue)
    job_id = enqueue("counting", str(witness), engine=jobs.engine, queue=queue)
    wait_for(lambda: read_log_lines(jobs.engine, job_id, 0, 1).total > 100, "the job to log")
    end(server, "a job runs")
    job, logged = read_job(jobs.engine, job_id), int(witness.read_text())
    assert job
    assert (job.status, job.error) == ("failed", "stopped: the worker was shut down")
    assert read_log_lines(jobs.engine, job_id, 0, 1).total in (logged, logged + 1)
    assert job.processed in (logged, logged + 1)
    queue.close()
    page.close()


def test_main_process_killed_alone_leaves_no_process(serve: Serve) -> None:
    """A remaining process would serve pages that nobody restarts, and keep the port."""
    server = serve()
    assert server.process
    family = psutil.Process(server.process.pid).children(recursive=True)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait(DEADLINE_SECONDS)
    wait_for(lambda: not any(map(is_alive, family)), f"end of {family}")
    server.start()


def test_sigterm_while_the_database_hangs_ends_everything(serve: Serve, browser: Browser) -> None:
    """A thread that waits for a database cannot be stopped, and Python joins its threads at exit."""
    with postgres_cluster() as cluster:
        upgrade(cluster.url)
        server = serve(database_url=cluster.url, worker=True, poll_interval_seconds=2)
        page = browser.new_page()
        page.goto(f"{server.url}/jobs")
        page.get_by_test_id("empty-state").wait_for()
        with psycopg.connect(cluster.url) as holder, psycopg.connect(cluster.url, autocommit=True) as watcher:
            holder.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE")
            wait_for(lambda: watcher.execute(WAITING).fetchone() != (0,), "a read that hangs")
            end(server, "the database hangs")
        page.close()
