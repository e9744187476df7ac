"""Address, controls and rows are one view, also after the server lost the session of an open page."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from jobs_app.jobs.filters import JobFilter
from tests.browser.faults.session_loss import Sessions, SessionsInMemory, SessionsInRedis
from tests.browser.faults.view_model import ACTIONS, ModelledList
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.support.waiting import wait_for

pytestmark = pytest.mark.own_server

OpenPage = Callable[[str], Screen]
STEPS = 14
MANAGERS = {"memory": SessionsInMemory, "redis": SessionsInRedis}
FIRST_ACTIONS = ("search", "chip", "type", "search", "since", "header", "order", "page", "page", "size")


@pytest.fixture(params=MANAGERS)
def sessions(
    request: pytest.FixtureRequest, built: None, tmp_path: Path, sqlite_database_url: str
) -> Iterator[Sessions]:
    """A dashboard that polls once a minute, so that events find what was lost before the loop does."""
    sessions = MANAGERS[request.param](tmp_path, sqlite_database_url, poll_interval_seconds=60)
    yield sessions
    sessions.end()


@pytest.fixture
def many(jobs: Jobs) -> Jobs:
    """130 jobs of several types and statuses, on several pages."""
    start = datetime.now(UTC) - timedelta(minutes=5)
    for index, status in enumerate(("completed", "failed", "completed", "running", "failed")):
        created = start - timedelta(minutes=30 * index)
        job_type = "import" if index % 2 else "scan"
        jobs.add(26, status=status, job_type=job_type, created_at=created, heartbeat_at=datetime.now(UTC))
    return jobs


def open_list(sessions: Sessions, open_page: OpenPage, jobs: Jobs, query: str = "") -> ModelledList:
    page = open_page(f"{sessions.server.url}/jobs?{query}").ready()
    return ModelledList(page, jobs, JobFilter.from_query(query))


def test_first_action_after_a_loss_applies_to_the_address(sessions: Sessions, open_page: OpenPage, many: Jobs) -> None:
    shown = open_list(sessions, open_page, many, "status=completed,running&sort=target&size=25")
    random = Random(1)
    for action in ("chip", *FIRST_ACTIONS, *FIRST_ACTIONS):
        shown.do(action, random)
        shown.agrees()
        sessions.lose()


def test_pause_is_kept_when_the_session_is_lost(sessions: Sessions, open_page: OpenPage, many: Jobs) -> None:
    shown = open_list(sessions, open_page, many)
    page = shown.page
    page.page.get_by_role("button", name="Pause").click()
    page.state("paused")
    sessions.lose()
    shown.do("chip", Random(1))
    shown.agrees("paused")
    page.page.get_by_role("button", name="Resume").click()
    page.state("live")


@pytest.mark.parametrize("seed", range(2))
def test_any_sequence_leaves_address_controls_and_rows_equal(
    sessions: Sessions, open_page: OpenPage, many: Jobs, seed: int
) -> None:
    random = Random(seed)
    shown = open_list(sessions, open_page, many)
    for _ in range(STEPS):
        losses = random.random()
        if losses < 0.5:
            sessions.lose()
            shown.done.append("loss")
        if losses < 0.2:  # The poll loop finds the loss before the next event.
            shown.page.next_poll_on_request()
        for action in random.choices(ACTIONS, k=random.choice((1, 1, 2))):
            shown.do(action, random)
        shown.agrees()
    wait_for(
        lambda: sessions.server.loops() == 1,
        lambda: f"one poll loop, now {sessions.server.loops()}, after {shown.done}",
    )
