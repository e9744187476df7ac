"""An open job's page when its job ends, is deleted or is replaced by another."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.objects.job_log import Log
from tests.browser.objects.job_screen import OpenJob
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.support.waiting import wait_for

RUNNING: dict[str, Any] = {"status": "running", "processed_count": 25, "total_count": 100, "item_unit": "files"}


@pytest.mark.requirement("EC-5")
def test_deleted_job_durations_do_not_tick(open_job: OpenJob, jobs: Jobs) -> None:
    started = datetime.now(UTC) - timedelta(seconds=100)
    (job,) = jobs.add(status="running", started_at=started, created_at=started, heartbeat_at=datetime.now(UTC))
    page = open_job(job)
    duration, timeline = page.page.locator(".f-duration dd"), page.page.get_by_test_id("timeline")
    expect(duration).to_have_text(re.compile(r"\d+:\d\d"))
    expect(page.page.locator(".bar > div")).to_have_css("animation-name", "slide")
    jobs.remove(job)
    expect(page.page.get_by_test_id("job-gone")).to_be_visible()
    before = duration.inner_text(), timeline.inner_text()
    age = page.page.locator(".f-created time")
    page.use_fake_clock()
    for _ in range(2):
        shown = age.inner_text()
        page.page.clock.fast_forward(60_000)
        expect(age).not_to_have_text(shown)
    assert (duration.inner_text(), timeline.inner_text()) == before
    expect(page.page.locator(".bar > div")).to_have_css("animation-name", "none")


@pytest.mark.requirement("EC-5")
def test_deleted_job_links_back_to_the_list_as_it_was(screen: Callable[..., Screen], jobs: Jobs) -> None:
    (job, *_) = jobs.add(3, status="running")
    page = screen("?status=running")
    page.row(job).get_by_role("link").click()
    expect(page.page.get_by_test_id("job-detail")).to_be_visible()
    jobs.remove(job)
    page.page.get_by_test_id("job-gone").get_by_role("link").click()
    page.has_query("?status=running")


@pytest.mark.requirement("US2.2")
def test_job_page_title_shows_the_status(screen: Callable[..., Screen], jobs: Jobs) -> None:
    (job,) = jobs.add(**RUNNING, target="/data/x")
    page = screen()
    expect(page.page).to_have_title("Jobs")
    page.row(job).get_by_role("link").click()
    expect(page.page).to_have_title("running · /data/x")
    jobs.change(job, status="completed", completed_at=datetime.now(UTC))
    expect(page.page).to_have_title("completed · /data/x")
    jobs.remove(job)
    page.page.get_by_role("button", name="Refresh").click()
    expect(page.page).to_have_title("deleted · /data/x")
    page.page.get_by_role("link", name="← All jobs").click()
    expect(page.page).to_have_title("Jobs")


@pytest.mark.own_server
def test_adjacent_links_are_never_those_of_the_last_job(screen: Callable[..., Screen], jobs: Jobs) -> None:
    ids = jobs.add(4)
    page = screen()
    page.row(ids[1]).get_by_role("link").click()
    previous, following = (page.page.get_by_label(f"{which} job in the list") for which in ("Previous", "Next"))
    expect(following).to_have_attribute("href", f"/jobs/{ids[2]}")
    jobs.sql("ALTER TABLE jobs RENAME TO away")
    following.click()
    expect(following).to_have_attribute("aria-disabled", "true")
    expect(previous).to_have_attribute("aria-disabled", "true")
    page.state("retrying")
    jobs.sql("ALTER TABLE away RENAME TO jobs")
    expect(following).to_have_attribute("href", f"/jobs/{ids[3]}")
    expect(previous).to_have_attribute("href", f"/jobs/{ids[1]}")


def test_error_traceback_and_json_are_copied_as_shown(open_job: OpenJob, jobs: Jobs) -> None:
    failure = {"error_message": "OSError: no <b>space</b>", "error_traceback": 'Traceback:\n  File "a.py"\nOSError'}
    summary = {"files": 3, "names": ["ä", "<i>"]}
    (job,) = jobs.add(status="failed", summary_json=json.dumps(summary), **failure)
    page = open_job(job)
    expect(page.page.locator("details")).to_have_count(2)
    for details in page.page.locator("details").all():
        details.locator("summary").click()
    expected = {"error": failure["error_message"], "Traceback": failure["error_traceback"]}
    for name, text in {**expected, "JSON": json.dumps(summary, indent=2, ensure_ascii=False)}.items():
        page.page.get_by_role("button", name=f"Copy the {name}").click()
        wait_for(lambda text=text: page.page.evaluate("navigator.clipboard.readText()") == text, name)


def test_traceback_without_a_message_is_shown(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(status="failed", error_traceback="Traceback: all that is known")
    page = open_job(job)
    page.page.get_by_text("Traceback", exact=True).click()
    expect(page.detail.locator(".outcome.failed pre")).to_have_text("Traceback: all that is known")


@pytest.mark.requirement("FR-008")
def test_completed_job_without_percent_keeps_its_count(screen: Callable[..., Screen], jobs: Jobs) -> None:
    (job,) = jobs.add(status="running", processed_count=7, item_unit="rows")
    page = screen()
    count, bar = page.page.get_by_test_id("item-count"), page.page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    jobs.change(job, status="completed", completed_at=datetime.now(UTC))
    page.becomes(job, "completed")
    expect(count).to_have_text("7 rows")
    expect(bar).to_have_count(0)
    page.row(job).get_by_role("link").click()
    expect(page.page.get_by_test_id("job-detail")).to_be_visible()
    expect(count).to_have_text("7 rows")
    expect(bar).to_have_count(0)


@pytest.mark.requirement("FR-014")
def test_refresh_with_a_long_log_interval_reads_the_log(open_job: OpenJob, log: Log) -> None:
    log.write("the first")
    page = open_job(log.job, log_poll_interval_seconds=60)
    page.shows_line(1, "the first")
    log.write("the second")
    page.page.get_by_role("button", name="Refresh").click()
    page.shows_line(2, "the second")


def test_long_traceback_shows_its_end(open_job: OpenJob, jobs: Jobs) -> None:
    trace = "Traceback:\n" + '  File "a.py", line 1, in f\n' * 5000 + "OSError: the very cause"
    (job,) = jobs.add(status="failed", error_message="it broke", error_traceback=trace)
    page = open_job(job)
    expect(page.detail.locator("details pre")).to_contain_text("OSError: the very cause")


@pytest.mark.requirement("US2.2")
def test_completed_job_status_and_duration_change_at_once(open_job: OpenJob, jobs: Jobs) -> None:
    started = datetime.now(UTC) - timedelta(hours=1)
    (job,) = jobs.add(**RUNNING, started_at=started)
    page = open_job(job)
    page.next_poll()
    page.page.evaluate("""() => {
      window.seen = new Set();
      const text = (place) => document.querySelector(place)?.textContent ?? "";
      const look = () => {
        const facts = [document.querySelector('[data-testid="job-detail"]').dataset.status,
          document.querySelector('[role=progressbar]')?.ariaValueNow, text('[data-testid=item-count]'),
          text('.f-duration dd') === '2:00:00', text('.f-ended dd') !== '–', text('[data-testid=summary]'),
          text('[data-testid=timeline]').includes('ran for 2 h, completed at')];
        window.seen.add(facts.join('|'));
        requestAnimationFrame(look);
      };
      look();
    }""")
    ended = started + timedelta(hours=2)
    jobs.change(job, status="completed", completed_at=ended, processed_count=100, summary_json='{"files": 100}')
    expect(page.detail).to_have_attribute("data-status", "completed")
    page.next_poll()
    assert page.page.evaluate("[...window.seen]") == [
        "running|25|25 of 100 files|false|false||false",
        "completed|100|100 files|true|true|100 files, 0 bytes, no problems|true",
    ]


def test_job_times_are_shown_exactly_and_as_ages(open_job: OpenJob, jobs: Jobs) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    moments = {"created": now - timedelta(hours=3, minutes=5), "started": now - timedelta(hours=3)}
    ended = now - timedelta(days=0, minutes=20)
    (job,) = jobs.add(created_at=moments["created"], started_at=moments["started"], completed_at=ended)
    page = open_job(job)
    for name, age in {"created": "3 h ago", "started": "3 h ago", "ended": "20 min ago"}.items():
        shown = page.page.locator(f".f-{name} time")
        moment = moments.get(name, ended)
        expect(shown).to_have_text(age)
        expect(shown).to_have_attribute("datetime", moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
        assert f"({moment:%Y-%m-%d %H:%M:%S} UTC)" in (shown.get_attribute("title") or "")
        exact = page.page.locator(f".f-{name} .exact-time")
        expect(exact).to_have_text(f"{moment.astimezone():%Y-%m-%d %H:%M:%S}")
    page.page.set_viewport_size({"width": 390, "height": 800})
    # Waited for, since the page renders its layout of small screens only after the browser reports the new width.
    page.page.wait_for_function("""() => [...document.querySelectorAll('.exact-time')].every(
        (text) => text.clientHeight < 2 * parseFloat(getComputedStyle(text).lineHeight))""")
    page.page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
