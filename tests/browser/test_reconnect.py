"""The connection to the backend: lost, shown as lost, and reopened."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

pytestmark = pytest.mark.own_server

LIST_CODE, JOB_CODE = "_jobs_._index", "_jobs_.__job_id_"
"""How the files begin that hold the code of a page."""
SAMPLE_ROWS = """() => {
  window.fewest = Infinity;
  const look = () => {
    window.fewest = Math.min(window.fewest, document.querySelectorAll('[data-testid="job-row"]').length);
    requestAnimationFrame(look);
  };
  look();
}"""


def has_code(page: Screen, name: str) -> bool:
    """Whether the code of a page has arrived."""
    entries = "performance.getEntriesByType('resource')"
    return bool(page.js(f"{entries}.some((entry) => entry.name.includes('{name}') && entry.responseEnd)"))


@pytest.mark.requirement("FR-004", "SC-004", "EC-4")
def test_killed_backend_is_offline_then_view_and_rows_are_kept(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs
) -> None:
    ids = jobs.add(4, status="failed")
    jobs.add(3)
    server = serve(poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs").ready()
    page.chip("failed").click()
    page.shows(*ids)
    page.js(SAMPLE_ROWS)
    server.kill()
    page.state("offline")
    expect(page.refresh).to_contain_text("no connection to the server")
    expect(page.page.locator("[data-sonner-toast]")).to_have_count(0)
    server.start()
    page.read_now()
    page.state("live")
    assert page.ids() == ids
    assert page.js("window.fewest") == 4
    expect(page.chip("failed")).to_have_attribute("aria-pressed", "true")
    jobs.change(ids[0], status="running")
    page.shows(*ids[1:])


@pytest.mark.requirement("EC-4")
def test_tab_shows_offline_in_title_and_icon(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs
) -> None:
    (job,) = jobs.add(target="/data/x")
    server = serve(poll_interval_seconds=2)
    pages = [open_page(f"{server.url}/jobs").ready(), open_page(f"{server.url}/jobs/{job}").ready()]
    icon = "document.querySelector('link[rel=icon]').href.split('/').at(-1)"
    titles = ["Jobs", "completed · /data/x"]
    for page, title in zip(pages, titles, strict=True):
        expect(page.page).to_have_title(title)
        assert page.js(icon) == "favicon.svg"
    server.kill()
    for page, title in zip(pages, titles, strict=True):
        expect(page.page).to_have_title(f"Offline · {title}")
        assert page.js(icon) == "favicon-stale.svg"
    server.start()
    for page, title in zip(pages, titles, strict=True):
        page.read_now()
        expect(page.page).to_have_title(title)
        assert page.js(icon) == "favicon.svg"


@pytest.mark.requirement("EC-4")
def test_offline_page_says_what_waits_and_what_is_not_loaded(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs
) -> None:
    (job,) = jobs.add()
    server = serve(poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs").ready()
    notice = page.page.get_by_test_id("offline-notice")
    expect(notice).to_have_count(0)
    wait_for(lambda: has_code(page, JOB_CODE), "the code of a job's page")
    server.kill()
    expect(notice).to_contain_text("applied when the connection is back")
    page.row(job).get_by_role("link").click()
    expect(notice).to_have_text("Not loaded: offline")
    server.start()
    page.read_now()
    expect(page.page.get_by_test_id("job-detail")).to_be_visible()
    expect(notice).to_have_count(0)


@pytest.mark.requirement("EC-4")
@pytest.mark.parametrize(("address", "other"), [("/jobs", JOB_CODE), ("/jobs/{}", LIST_CODE)])
def test_page_whose_prefetch_fails_stays(
    serve: Callable[..., Server], context: BrowserContext, jobs: Jobs, address: str, other: str
) -> None:
    """The connection may break before the code of the other page has arrived."""
    (job,) = jobs.add(status="running")
    failed: list[str] = []
    context.route(f"**/assets/{other}*.js", lambda route: (failed.append(route.request.url), route.abort())[1])
    page = Screen(context.new_page())
    loads: list[str] = []
    page.page.on("load", lambda loaded: loads.append(loaded.url))
    page.page.goto(f"{serve(poll_interval_seconds=2).url}{address.format(job)}")
    page.ready()
    wait_for(lambda: failed, "a failed prefetch")
    page.next_poll()
    page.next_poll()
    assert len(loads) == 1


@pytest.mark.requirement("EC-4")
def test_list_opened_offline_from_a_job_says_so(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs
) -> None:
    (job,) = jobs.add()
    server = serve(poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs/{job}").ready()
    wait_for(lambda: has_code(page, LIST_CODE), "the code of the list")
    server.kill()
    page.state("offline")
    page.page.get_by_role("link", name="← All jobs").click()
    page.page.wait_for_url("**/jobs")
    expect(page.page.get_by_test_id("offline-notice")).to_contain_text("applied when the connection is back")
    server.start()
    page.read_now()
    expect(page.row(job)).to_be_visible()


@pytest.mark.requirement("FR-013", "US4.3")
def test_closed_page_ends_its_poll_loop(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs
) -> None:
    """No task and no query continues for a closed page: the server reports the number of its loops."""
    server = serve(poll_interval_seconds=2)
    pages = [open_page(f"{server.url}/jobs").ready() for _ in range(3)]
    wait_for(lambda: server.loops() == 3, "three loops")
    pages[0].page.close()
    wait_for(lambda: server.loops() == 2, "two loops")
    pages[1].page.goto("about:blank")
    wait_for(lambda: server.loops() == 1, "one loop")
    pages[2].page.reload()
    pages[2].ready()
    wait_for(lambda: server.loops() == 1, "one loop after a reload")
