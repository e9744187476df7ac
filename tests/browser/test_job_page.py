"""The page of a running job."""

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.objects.job_screen import JobScreen, OpenJob
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.writer import repeated
from tests.support.waiting import wait_for

RUNNING: dict[str, Any] = {"status": "running", "processed_count": 25, "total_count": 100, "item_unit": "files"}


@pytest.mark.requirement("FR-002", "FR-006", "FR-007", "SC-006", "US2.1", "US3.2")
def test_progress_on_the_open_job_page_moves(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(**RUNNING)
    page = open_job(job)
    expect(page.page.get_by_test_id("item-count")).to_have_text("25 of 100 files")
    expect(page.page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "25")
    jobs.change(job, processed_count=60)
    expect(page.page.get_by_test_id("item-count")).to_have_text("60 of 100 files")
    expect(page.page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "60")


@pytest.mark.requirement("FR-008", "US3.3")
def test_job_without_percent_shows_an_indeterminate_bar(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running", processed_count=7, item_unit="rows")
    page = open_job(job)
    bar = page.page.get_by_role("progressbar")
    expect(page.page.get_by_test_id("item-count")).to_have_text("7 rows")
    assert bar.get_attribute("aria-valuenow") is None
    expect(bar).to_have_class("bar indeterminate")


@pytest.mark.requirement("FR-002", "US2.2")
def test_ended_job_details_change_in_one_update(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(**RUNNING)
    page = open_job(job)
    page.next_poll()
    page.page.evaluate("""() => {
      window.seen = new Set();
      const look = () => {
        const job = document.querySelector('[data-testid="job-detail"]');
        const bar = document.querySelector('[role=progressbar]')?.ariaValueNow;
        window.seen.add([job.dataset.status, bar, !!document.querySelector('[data-testid=summary]'),
          job.textContent.includes('no space left'), /failed at/.test(job.textContent)].join(' '));
        requestAnimationFrame(look);
      };
      look();
    }""")
    ended = datetime.now(UTC)
    outcome = {"error_message": "OSError: no space left", "error_traceback": "Traceback: line 1"}
    summary = json.dumps({"files": 80, "bytes": 1_500_000})
    jobs.change(job, status="failed", completed_at=ended, processed_count=80, summary_json=summary, **outcome)
    expect(page.detail).to_have_attribute("data-status", "failed")
    page.next_poll()
    assert page.page.evaluate("[...window.seen]") == ["running 25 false false false", "failed 80 true true true"]
    expect(page.page.get_by_test_id("summary")).to_have_text("80 files, 1.5 MB, no problems")
    expect(page.page.get_by_test_id("timeline")).to_contain_text("failed at")


@pytest.mark.requirement("US2.2")
def test_duration_ticks_until_the_job_ends(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(**RUNNING, started_at=datetime.now(UTC) - timedelta(seconds=100))
    page = open_job(job)
    duration = page.page.locator(".f-duration dd")
    first = duration.inner_text()
    expect(duration).not_to_have_text(first)
    ended = datetime.now(UTC)
    jobs.change(job, status="completed", completed_at=ended, started_at=ended - timedelta(hours=1))
    expect(duration).to_have_text("1:00:00")
    page.next_poll()
    expect(duration).to_have_text("1:00:00")


@pytest.mark.requirement("FR-013")
def test_ended_job_polling_stops_after_one_more_read(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(**RUNNING)
    page = open_job(job)
    page.next_poll()
    jobs.change(job, status="completed", completed_at=datetime.now(UTC))
    expect(page.refresh).to_have_attribute("data-state", "paused")
    expect(page.refresh).to_contain_text("Final")
    expect(page.refresh).to_contain_text("the job has ended")
    assert page.fact("next-refresh") == ""
    rested = page.fact("last-refresh")
    jobs.change(job, status="running", completed_at=None, attempt=2)
    page.page.get_by_role("button", name="Refresh").click()
    expect(page.detail).to_have_attribute("data-status", "running")
    assert page.fact("last-refresh") != rested
    page.state("live")
    page.next_poll()


@pytest.mark.requirement("SC-006")
def test_estimates_are_marked_and_withheld_at_first(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(**RUNNING | {"total_count": 100_000})
    page = open_job(job)
    pace, started = page.page.get_by_test_id("progress-estimate"), time.monotonic()
    expect(pace).to_have_text("estimating…")
    with repeated(lambda: jobs.change(job, processed_count=25 + round(20 * (time.monotonic() - started)))):
        expect(pace).to_have_attribute("data-withheld", "")
        expect(pace).to_have_text(re.compile("≈.*about.*left"))


def test_unresponsive_job_shows_its_silence(open_job: OpenJob, jobs: Jobs) -> None:
    long_ago = datetime.now(UTC) - timedelta(seconds=80)
    signs = dict.fromkeys(("started_at", "heartbeat_at", "updated_at", "progressed_at"), long_ago)
    (job,) = jobs.add(**RUNNING, **signs)
    page = open_job(job)
    expect(page.page.get_by_test_id("attention-reason")).to_contain_text("No sign of life since")
    expect(page.detail).to_have_attribute("data-attention", "unresponsive")
    expect(page.detail).not_to_contain_text("estimating…")
    expect(page.page.locator(".job-head .status")).to_have_text(re.compile("^Silent 1 min"))
    expect(page.page).to_have_title(re.compile("^unresponsive · "))
    jobs.change(job, heartbeat_at=datetime.now(UTC), progressed_at=datetime.now(UTC))
    expect(page.page.get_by_test_id("attention-reason")).to_have_count(0)
    expect(page.page.locator(".job-head .status")).to_have_text("running")
    expect(page.detail).to_contain_text("estimating…")


def test_stalled_since_the_last_progress_on_a_new_page(open_job: OpenJob, jobs: Jobs) -> None:
    stalled = datetime.now(UTC) - timedelta(minutes=12, seconds=51)
    (job,) = jobs.add(**RUNNING, started_at=stalled, heartbeat_at=datetime.now(UTC), progressed_at=stalled)
    page = open_job(job)
    expect(page.page.locator(".job-head .status")).to_have_text(re.compile("^Stalled 1[23] min"))
    expect(page.page.get_by_test_id("attention-reason")).to_contain_text("Nothing done or logged since")
    jobs.change(job, processed_count=26, heartbeat_at=datetime.now(UTC))
    expect(page.page.get_by_test_id("attention-reason")).to_have_count(0)


def test_times_that_cannot_be_parsed_are_named(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(**RUNNING)
    jobs.sql("UPDATE jobs SET started_at = 'soon', heartbeat_at = '<b>' WHERE id = :id", id=job)
    page = open_job(job)
    expect(page.detail).to_contain_text("Times that cannot be parsed: started_at “soon”, heartbeat_at “<b>”")
    jobs.sql("UPDATE jobs SET started_at = '20261126T100000+0200', heartbeat_at = NULL WHERE id = :id", id=job)
    expect(page.detail).not_to_contain_text("cannot be parsed")
    expect(page.page.locator(".f-started time")).to_have_attribute("datetime", re.compile("2026-11-26T08:00:00"))


def test_attention_is_absent_while_polls_fail(open_job: OpenJob, jobs: Jobs) -> None:
    now = datetime.now(UTC)
    (job,) = jobs.add(**RUNNING, started_at=now - timedelta(hours=1), heartbeat_at=now, progressed_at=now)
    page = open_job(job, poll_interval_seconds=60)
    page.state("live")
    read = page.fact("last-refresh")
    page.use_fake_clock()
    page.page.clock.fast_forward(90_000)
    expect(page.page.locator(".f-duration dd")).to_have_text(re.compile("1:0[1-9]:"))
    assert page.fact("last-refresh") == read
    expect(page.page.get_by_test_id("attention-reason")).to_have_count(0)


def test_typical_duration_comes_from_earlier_runs(open_job: OpenJob, jobs: Jobs) -> None:
    ended = datetime.now(UTC) - timedelta(days=1)
    jobs.add(3, target="/data/a", started_at=ended - timedelta(minutes=12), completed_at=ended)
    (job,) = jobs.add(**RUNNING, target="/data/a")
    page = open_job(job)
    expect(page.page.locator(".f-usually dd")).to_have_text("12:00")


@pytest.mark.requirement("EC-5")
def test_deleted_job_shows_it_and_keeps_the_last_details(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(**RUNNING, target="/data/precious")
    page = open_job(job)
    expect(page.detail).to_contain_text("/data/precious")
    jobs.remove(job)
    gone = page.page.get_by_test_id("job-gone")
    expect(gone).to_contain_text("This job no longer exists")
    expect(page.detail).to_contain_text("/data/precious")
    expect(page.detail).to_contain_text("as last seen")
    gone.get_by_role("link").click()
    page.page.wait_for_url("**/jobs")


@pytest.mark.parametrize("job_id", ["x" * 10_000, "%00", "..%2F..%2Fetc", "%3Cb%3Ebold%3C%2Fb%3E", "~hex:zz", "%F0%9F"])
def test_unknown_job_shows_job_not_found(open_job: OpenJob, jobs: Jobs, job_id: str) -> None:
    jobs.add()
    page = open_job(job_id)
    expect(page.page.get_by_test_id("job-gone")).to_contain_text("Job not found")
    expect(page.page.get_by_test_id("job-gone").get_by_role("link")).to_have_attribute("href", "/jobs")


def test_job_page_leads_to_adjacent_jobs_and_back_to_the_list(screen: Callable[..., Screen], jobs: Jobs) -> None:
    ids = jobs.add(120, status="failed")
    jobs.add(5, created_at=datetime.now(UTC) - timedelta(minutes=30, seconds=30))
    page = screen("?status=failed&size=100")
    link = page.row(ids[70]).get_by_role("link")
    link.scroll_into_view_if_needed()
    scrolled = page.page.evaluate("scrollY")
    assert scrolled > 500
    link.click()
    job = JobScreen(page.page)
    expect(job.detail).to_have_attribute("data-job-id", ids[70])
    job.page.get_by_label("Next job in the list").click()
    expect(job.detail).to_have_attribute("data-job-id", ids[71])
    job.page.get_by_label("Previous job in the list").click()
    expect(job.detail).to_have_attribute("data-job-id", ids[70])
    job.page.get_by_role("link", name="← All jobs").click()
    page.has_query("?status=failed&size=100")
    expect(page.row(ids[70])).to_be_in_viewport()
    wait_for(lambda: abs(page.page.evaluate("scrollY") - scrolled) < 2, "the list as it was")
    page.state("live")
    page.next_poll()
    assert abs(page.page.evaluate("scrollY") - scrolled) < 2
