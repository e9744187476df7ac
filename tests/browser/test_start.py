"""What the commands print at start, and how the dashboard starts when a service is down."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

pytestmark = pytest.mark.own_server

Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]


def test_start_prints_only_the_url(serve: Serve, open_page: OpenPage) -> None:
    server = serve()
    page = open_page(f"{server.url}/jobs").ready()
    assert server.output() == f"Jobs dashboard: {server.url}/jobs (Ctrl-C ends it)\n"
    expect(page.page.get_by_text("Built with Reflex")).to_have_count(0)
    expect(page.page.locator("a[href*='reflex.dev']")).to_have_count(0)


@pytest.mark.requirement("FR-011")
def test_start_without_the_database_serves_pages(built: None, open_page: OpenPage, tmp_path: Path) -> None:
    server = Server(tmp_path, "postgresql://127.0.0.1:1/jobs", poll_interval_seconds=2)
    server.arguments = ("--scan", str(tmp_path))
    try:
        page = open_page(f"{server.start().url}/jobs")
        page.state("retrying")
        expect(page.refresh).to_contain_text("the database cannot be reached")
        assert server.log.read_text().splitlines()[:2] == [
            "jobs: the database cannot be reached; the pages will say so until it is back",
            f"jobs: {tmp_path} is not scanned",
        ]
    finally:
        server.stop()


def test_start_without_the_queue_serves_pages(
    built: None, open_page: OpenPage, jobs: Jobs, tmp_path: Path, sqlite_database_url: str
) -> None:
    server = Server(tmp_path, sqlite_database_url, queue_url="redis://127.0.0.1:1/0")
    server.arguments = ("--scan", str(tmp_path))
    try:
        page = open_page(f"{server.start().url}/jobs").ready()
        expect(page.rows).to_have_attribute("data-status", "failed")
        assert f"jobs: {tmp_path} is not scanned: the queue redis://127.0.0.1:1/0 cannot be reached" in server.output()
    finally:
        server.stop()


@pytest.mark.requirement("US5.3")
def test_adjusted_settings_are_logged_once_by_serve(serve: Serve) -> None:
    server = serve(worker=True, poll_interval_seconds="soon")
    wait_for(lambda: "runs 2 jobs at a time" in server.output(), "a worker")
    assert server.output().count("poll_interval_seconds: 'soon' is not a number, using 5 s") == 1


@pytest.mark.requirement("US5.3")
def test_adjusted_settings_are_logged_by_a_separate_worker(sqlite_database_url: str, tmp_path: Path) -> None:
    environment = Server(tmp_path, sqlite_database_url, poll_interval_seconds=1).environment
    command = [sys.executable, "-m", "jobs_app.cli", "worker"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr
        output = [worker.stderr.readline(), worker.stderr.readline()]
        worker.terminate()
    assert output[0] == "jobs: poll_interval_seconds: 1 s is outside 2 to 60 s, using 2 s\n"
    assert "runs 2 jobs at a time" in output[1]
