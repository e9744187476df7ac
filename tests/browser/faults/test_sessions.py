"""A backend that was killed knows nothing of its pages: what they show from before must not outlive the truth."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.faults.fault_probe import INTERVAL, Ordeal
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


def test_trouble_that_ended_while_the_backend_was_away_is_over(server: Server, open_page: OpenPage, jobs: Jobs) -> None:
    ids = jobs.add(3, status="running")
    page = open_page(f"{server.url}/jobs").ready()
    ordeal = Ordeal(page, "the database away, and the backend killed meanwhile")
    ordeal.begins()
    with jobs.file_away():
        ordeal.noticed("retrying")
        server.kill()
        page.state("offline")
    ordeal.ends()
    comes_back(server, page)
    assert page.ids() == ids
    ordeal.passed(3)


def test_list_that_was_empty_shows_the_jobs_that_came_while_the_backend_was_away(
    server: Server, open_page: OpenPage, jobs: Jobs
) -> None:
    page = open_page(f"{server.url}/jobs").ready()
    expect(page.page.get_by_test_id("empty-state")).to_have_attribute("data-reason", "no-jobs")
    server.kill()
    page.state("offline")
    ids = jobs.add(2)
    comes_back(server, page)
    page.shows(*ids)
    expect(page.page.get_by_test_id("empty-state")).to_have_count(0)


def test_rows_that_were_deleted_while_the_backend_was_away_are_gone(
    server: Server, open_page: OpenPage, jobs: Jobs
) -> None:
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


def test_job_that_was_deleted_while_the_backend_was_away_says_so_and_keeps_its_last_facts(
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
