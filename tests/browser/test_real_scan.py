"""`jobs serve` with a real folder: a scan from queued to completed."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.processes import command, is_alive
from tests.support.waiting import DEADLINE_SECONDS, wait_for

pytestmark = pytest.mark.own_server

FILES = 2000
SCAN_SECONDS = 2
"""Several times the interval between two writes of the recorder."""

STORY = ["queued", "running", "completed"]


def make_folder(root: Path) -> None:
    """A folder that this machine reads in about SCAN_SECONDS: many links to a few contents."""
    root.mkdir()
    contents = [root / f"content-{number}" for number in range(4)]
    size = bytes_hashed_in(SCAN_SECONDS / FILES)
    for content in contents:
        content.write_bytes(os.urandom(size))
    for number in range(FILES - len(contents)):
        os.link(contents[number % len(contents)], root / f"file-{number}")


def bytes_hashed_in(seconds: float) -> int:
    """The bytes that a scan reads in that time at the maximum speed of this machine."""
    sample = os.urandom(8_000_000)
    times: list[float] = []
    for _ in range(5):
        started = time.perf_counter()
        hashlib.blake2b(sample).digest()
        times.append(time.perf_counter() - started)
    return int(len(sample) * seconds / min(times))


@pytest.mark.requirement("FR-006", "SC-002", "SC-006", "US1.1", "US3.1")
def test_scan_from_queued_to_completed_shows_moving_percent(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs, tmp_path: Path
) -> None:
    make_folder(tmp_path / "folder")
    server = serve(worker=True, poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs").ready()
    expect(page.page.get_by_test_id("empty-state")).to_have_attribute("data-reason", "no-jobs")
    page.js("""() => {
      window.story = [];
      new MutationObserver(() => {
        const row = document.querySelector('[data-testid="job-row"]');
        const now = row && `${row.dataset.status} ${row.querySelector('[role=progressbar]')?.ariaValueNow ?? '-'}`;
        if (now && window.story.at(-1) !== now) window.story.push(now);
      }).observe(document, { subtree: true, childList: true, attributes: true });
    }""")
    command = [sys.executable, "-m", "jobs_app.cli", "scan", str(tmp_path / "folder"), "--wait"]
    environment = server.environment | {"JOBS_QUEUE_URL": ""}
    with worker_held_up(server):
        scan = subprocess.Popen(command, cwd=tmp_path, env=environment)
        expect(page.rows).to_have_attribute("data-status", "queued")
    wait_for(
        lambda: FILES / 50 < (jobs.value("SELECT max(processed_count) FROM jobs") or 0) < FILES, "part of the files"
    )
    with worker_held_up(server):
        wait_for(lambda: re.fullmatch(r"running [1-9]\d?", page.js("window.story.at(-1)")), "a percentage")
    assert scan.wait(DEADLINE_SECONDS) == 0
    wait_for(lambda: page.js("window.story.at(-1)") == "completed 100", "the completed scan")
    assert [status for status, _ in groupby(step.split()[0] for step in page.js("window.story"))] == STORY
    percents = [
        int(step.split()[1]) for step in page.js("window.story") if step.startswith("running") and step[-1] != "-"
    ]
    assert percents == sorted(percents)
    assert any(0 < percent < 100 for percent in percents), page.js("window.story")
    expect(page.rows.get_by_test_id("item-count")).to_have_text(f"{FILES:,}".replace(",", "\u202f") + " files")
    page.rows.get_by_role("link").click()
    expect(page.page.get_by_test_id("job-detail")).to_have_attribute("data-status", "completed")


def test_worker_killed_is_restarted_and_stops_with_the_server(serve: Callable[..., Server]) -> None:
    server = serve(worker=True)
    first = wait_for(lambda: workers_of(server), "a worker")
    os.kill(first[0].pid, signal.SIGKILL)
    second = wait_for(lambda: [each for each in workers_of(server) if each.pid != first[0].pid], "another worker")
    server.stop()
    wait_for(lambda: not is_alive(second[0]), "no worker left")


@contextmanager
def worker_held_up(server: Server) -> Iterator[None]:
    """The state of its jobs lasts long enough to be seen."""
    worker = wait_for(lambda: workers_of(server), "a worker")[0]
    os.killpg(worker.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(worker.pid, signal.SIGCONT)


def workers_of(server: Server) -> list[psutil.Process]:
    assert server.process
    found = psutil.Process(server.process.pid).children()
    return [child for child in found if is_alive(child) and "worker" in command(child)]


@pytest.mark.requirement("EC-5")
def test_deleted_and_unknown_jobs_show_it_on_their_page(
    serve: Callable[..., Server], open_page: Callable[[str], Screen]
) -> None:
    server = serve()
    page = open_page(f"{server.url}/jobs/there-is-none")
    expect(page.page.get_by_test_id("job-gone").get_by_role("link")).to_have_attribute("href", "/jobs")
