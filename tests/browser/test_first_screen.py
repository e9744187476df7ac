"""What a job's page shows without scrolling, and text that stays legible."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.objects.job_screen import JobScreen
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server
from tests.support.factories import JobFactory

OpenAt = Callable[[str, tuple[int, int]], JobScreen]
SIZES = {"laptop": (1440, 900), "small laptop": (1280, 720), "phone": (390, 844), "200 % zoom": (720, 450)}
LARGER = {"tablet": (768, 1024), "wide": (2560, 1440)}
TARGET = "/media/incoming/customers/europe/2026/11/26/customers-export-full-2026-11-26T10-00-00.csv"
MESSAGE = "OSError: [Errno 28] No space left on device: '/media/incoming/customers-export.csv.tmp'"
TRACEBACK = "".join(f'  File "/srv/app/module_{line}.py", line {line}, in step\n' for line in range(30)) + MESSAGE


@pytest.fixture
def open_at(serve: Callable[..., Server], context: BrowserContext) -> OpenAt:
    """The page of a job, opened on a screen of a size."""

    def show(job: str, size: tuple[int, int]) -> JobScreen:
        page = JobScreen(context.new_page())
        page.page.set_viewport_size({"width": size[0], "height": size[1]})
        page.page.goto(f"{serve(poll_interval_seconds=2).url}/jobs/{job}")
        expect(page.detail).to_be_visible()
        return page

    return show


def add(jobs: Jobs, status: str, message: str = MESSAGE) -> str:
    started = datetime.now(UTC) - timedelta(minutes=12)
    facts = {"started_at": started, "processed_count": 80, "total_count": 1000, "item_unit": "files"}
    if status == "failed":
        facts |= {"completed_at": datetime.now(UTC), "error_message": message, "error_traceback": TRACEBACK}
        facts |= {"summary_json": '{"files": 80, "bytes": 1500}', "worker": "host-7:4711"}
    (job,) = jobs.add(status=status, target=TARGET, job_type="acme.services.billing.sync", **facts)
    lines = [f"2026-03-14T12:00:00.000Z INFO line {number}" for number in range(1, 901)]
    JobFactory(jobs.engine).log_chunks(job, [lines[:500], lines[500:]])
    return job


@pytest.mark.parametrize("size", [*SIZES, *LARGER])
@pytest.mark.parametrize("status", ["running", "failed"])
def test_end_of_the_log_is_on_the_first_screen(open_at: OpenAt, jobs: Jobs, size: str, status: str) -> None:
    page = open_at(add(jobs, status), (SIZES | LARGER)[size])
    expect(page.page.locator('[data-line="900"]')).to_be_in_viewport(ratio=1)
    expect(page.page.locator(".job-head h2")).to_be_in_viewport(ratio=1)
    if status == "failed":
        expect(page.page.locator(".outcome.failed pre").first).to_be_in_viewport(ratio=1)
    assert page.page.evaluate("scrollY") == 0
    assert page.page.evaluate("document.documentElement.scrollWidth") <= page.page.evaluate("innerWidth")


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_long_error_and_target_leave_room_for_the_log(open_at: OpenAt, jobs: Jobs, size: str) -> None:
    job = add(jobs, "failed", "\n".join(f"line {number} of the error" for number in range(200)))
    jobs.change(job, target="/data" * 800)
    page = open_at(job, SIZES[size])
    for line in (900, 897):
        expect(page.page.locator(f'[data-line="{line}"]')).to_be_in_viewport(ratio=1)
    expect(page.page.locator(".outcome.failed pre").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [*SIZES, *LARGER])
def test_heading_shows_the_end_of_a_long_target(open_at: OpenAt, jobs: Jobs, size: str) -> None:
    job = add(jobs, "failed")
    jobs.change(job, target="/data/incoming" * 40 + "/the-file-that-matters.csv")
    page = open_at(job, (SIZES | LARGER)[size]).page
    below = """() => {
      const heading = document.querySelector('.job-head h2'), range = document.createRange();
      range.selectNodeContents(heading);
      const end = [...range.getClientRects()].at(-1).bottom, frame = heading.getBoundingClientRect();
      return [end - frame.bottom, heading.scrollHeight - heading.clientHeight];
    }"""
    assert page.evaluate(below)[0] <= 2
    page.emulate_media(media="print")
    assert page.evaluate(below)[1] <= 1


def test_facts_unfold_on_a_small_screen(open_at: OpenAt, jobs: Jobs) -> None:
    page = open_at(add(jobs, "failed"), SIZES["phone"])
    worker = page.page.locator(".f-worker dd")
    expect(worker).to_be_hidden()
    page.page.get_by_text("Details").click()
    expect(worker).to_have_text("host-7:4711")
    page.page.set_viewport_size({"width": 1440, "height": 900})
    expect(worker).to_be_visible()
    expect(page.page.get_by_text("Details")).to_have_count(0)


def test_page_scrolls_on_from_the_end_of_the_log(open_at: OpenAt, jobs: Jobs) -> None:
    """On a phone the log must not catch the finger."""
    page = open_at(add(jobs, "failed"), SIZES["phone"])
    page.page.get_by_text("Details").click()
    log = page.page.get_by_test_id("job-log").bounding_box()
    assert log
    assert log["height"] < 0.7 * 844
    page.page.mouse.move(log["x"] + 50, 800)
    page.until(lambda: page.page.mouse.wheel(0, 100) or page.page.evaluate("scrollY") > 0, "the page scrolls")
