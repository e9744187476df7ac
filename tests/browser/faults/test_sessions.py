"""A restarted backend has no session: pages must not keep showing an outdated state."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.faults.fault_probe import INTERVAL, FaultProbe
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server

pytestmark = pytest.mark.own_server

Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]


@pytest.fixture
def server(serve: Serve) -> Server:
    return serve(poll_interval_seconds=INTERVAL)


def comes_back(server: Server, page: Screen) -> None:
    server.start()
    page.state("live")
    page.next_poll()
    page.state("live")


@pytest.mark.requirement("SC-004")
def test_failure_over_during_a_restart_is_no_longer_shown(server: Server, open_page: OpenPage, jobs: Jobs) -> None:
    ids = jobs.add(3, status="running")
    page = open_page(f"{server.url}/jobs").ready()
    probe = FaultProbe(page, "the database down, and the backend killed meanwhile")
    probe.begins()
    with jobs.file_away():
        probe.noticed("retrying")
        server.kill()
        page.state("offline")
    probe.ends()
    comes_back(server, page)
    assert page.ids() == ids
    probe.passed(3)


@pytest.mark.requirement("SC-002")
def test_jobs_created_during_a_restart_are_shown(server: Server, open_page: OpenPage, jobs: Jobs) -> None:
    page = open_page(f"{server.url}/jobs").ready()
    expect(page.page.get_by_test_id("empty-state")).to_have_attribute("data-reason", "no-jobs")
    server.kill()
    page.state("offline")
    ids = jobs.add(2)
    comes_back(server, page)
    page.shows(*ids)
    expect(page.page.get_by_test_id("empty-state")).to_have_count(0)


@pytest.mark.requirement("SC-002")
def test_jobs_deleted_during_a_restart_are_removed(server: Server, open_page: OpenPage, jobs: Jobs) -> None:
    jobs.add(30)
    page = open_page(f"{server.url}/jobs?size=25").ready()
    expect(page.page.get_by_role("button", name="Next")).to_be_enabled()
    server.kill()
    page.state("offline")
    jobs.sql("DELETE FROM jobs")
    comes_back(server, page)
    expect(page.rows).to_have_count(0)
    expect(page.page.get_by_test_id("empty-state")).to_have_attribute("data-reason", "no-jobs")
    expect(page.page.get_by_role("button", name="Next")).to_be_disabled()


@pytest.mark.requirement("EC-5")
def test_job_deleted_during_a_restart_shows_it_with_last_details(
    server: Server, open_page: OpenPage, jobs: Jobs
) -> None:
    (job,) = jobs.add(status="running", target="/data/last-known")
    page = open_page(f"{server.url}/jobs/{job}")
    page.state("live")
    server.kill()
    page.state("offline")
    jobs.remove(job)
    comes_back(server, page)
    expect(page.page.get_by_test_id("job-gone")).to_be_visible()
    expect(page.page.get_by_test_id("job-detail")).to_contain_text("/data/last-known")
