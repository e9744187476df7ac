"""What the page shows during faults of a SQLite database, or of reading it."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.faults.fault_probe import INTERVAL, FaultProbe
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.processes import for_each
from tests.support.seeds import SEEDS
from tests.support.waiting import wait_for

pytestmark = pytest.mark.own_server

Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]
ROWS = 10
MANY = 25_000 * len(SEEDS)


@pytest.fixture
def ids(jobs: Jobs) -> list[str]:
    return jobs.add(ROWS, status="running")


@contextmanager
def _held(jobs: Jobs) -> Iterator[sqlite3.Connection]:
    """The database file locked exclusively by another program."""
    jobs.engine.dispose()
    holder = sqlite3.connect(jobs.engine.url.database or "", isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield holder
    finally:
        holder.close()


def test_sqlite_during_a_long_write_is_still_read(screen: Callable[..., Screen], jobs: Jobs, ids: list[str]) -> None:
    page = screen()
    probe = FaultProbe(page, "a long write transaction on the SQLite file")
    with jobs.engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        page.next_poll()
        page.next_poll()
        other.exec_driver_sql("ROLLBACK")
    assert probe.passed(ROWS) <= {"live", "refreshing"}


@pytest.mark.requirement("FR-011")
def test_sqlite_locked_at_start_is_read_once_unlocked(
    serve: Serve, open_page: OpenPage, jobs: Jobs, ids: list[str]
) -> None:
    with _held(jobs):
        server = serve(poll_interval_seconds=INTERVAL)
        page = open_page(f"{server.url}/jobs")
        page.state("retrying")
        expect(page.refresh).to_contain_text("the database is locked by another program")
    page.read_now()
    page.state("live")
    page.shows(*ids)


def test_disk_full_server_still_shows_writes_of_others(
    serve: Serve, open_page: OpenPage, jobs: Jobs, ids: list[str]
) -> None:
    """Like a full disk: no file of the server can grow."""
    server = serve(poll_interval_seconds=INTERVAL)
    page = open_page(f"{server.url}/jobs").ready()
    probe = FaultProbe(page, "disk full for the server")
    assert server.process
    head = psutil.Process(server.process.pid)
    for_each((head, *head.children(recursive=True)), lambda process: process.rlimit(resource.RLIMIT_FSIZE, (0, 0)))
    jobs.change(ids[0], status="failed")
    page.becomes(ids[0], "failed")
    page.next_poll()
    page.next_poll()
    assert probe.passed(ROWS) <= {"live", "refreshing"}


@pytest.mark.requirement("FR-011")
def test_sqlite_moved_away_fails_polls_until_it_is_back(
    screen: Callable[..., Screen], jobs: Jobs, ids: list[str]
) -> None:
    """An open connection could read the moved file for ever, and show old jobs as current."""
    page = screen()
    probe = FaultProbe(page, "the SQLite file moved away, and back")
    probe.begins()
    with jobs.file_away():
        probe.noticed("retrying")
    probe.ends()
    probe.recovered()
    assert page.ids() == ids
    probe.passed(ROWS)


@pytest.mark.requirement("FR-011", "EC-1")
def test_unexpected_poll_error_is_shown_and_logged_once(
    serve: Serve, open_page: OpenPage, jobs: Jobs, ids: list[str], tmp_path: Path, sqlite_database_url: str
) -> None:
    broken = tmp_path / "broken"
    server = Server(tmp_path, sqlite_database_url, poll_interval_seconds=INTERVAL).altered(
        f"""import os, jobs_app.queries.job_list.page
read = jobs_app.queries.job_list.page.fetch_page
def fetch_page(*args):
    if os.path.exists({str(broken)!r}):
        raise RuntimeError("boom")
    return read(*args)
jobs_app.queries.job_list.page.fetch_page = fetch_page
"""
    )
    try:
        server.start()
        pages = [open_page(f"{server.url}/jobs").ready() for _ in range(3)]
        probe = FaultProbe(pages[-1], "an unexpected error in every poll")
        probe.begins()
        broken.touch()
        probe.noticed("retrying")
        expect(pages[-1].refresh).to_contain_text("unexpected error (RuntimeError)")
        for page in pages:
            wait_for(lambda page=page: int(page.fact("failures")) >= 2, "a second failure")
        broken.unlink()
        probe.ends()
        probe.recovered()
        probe.passed(ROWS)
        assert server.output().count("polling failed") == 1
        assert server.output().count("RuntimeError: boom") == 1
    finally:
        server.stop()


@pytest.mark.requirement("EC-3")
def test_table_emptied_and_a_million_rows_are_shown_next(
    screen: Callable[..., Screen], jobs: Jobs, ids: list[str]
) -> None:
    page = screen()
    probe = FaultProbe(page, f"the table emptied, {MANY:,} rows inserted in one transaction")
    jobs.sql("DELETE FROM jobs")
    expect(page.page.get_by_test_id("empty-state")).to_have_attribute("data-reason", "no-jobs")
    jobs.sql(
        f"""INSERT INTO jobs (id, job_type, status, target, created_at)
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {MANY})
        SELECT printf('job-%07d', n), 'scan', 'completed', '/data', datetime('2026-01-01', '+' || n || ' seconds')
        FROM number"""
    )
    expect(page.rows).to_have_count(50)
    assert page.ids()[0] == f"job-{MANY:07}"
    expect(page.chip("completed")).to_contain_text("10k+")
    jobs.sql("DELETE FROM jobs")
    expect(page.page.get_by_test_id("empty-state")).to_have_attribute("data-reason", "no-jobs")
    expect(page.chip("completed")).to_contain_text("0")
    probe.passed(rows=None)
