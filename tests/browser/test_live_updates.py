"""The list keeps itself current while jobs run."""

import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.support.waiting import wait_for

Show = Callable[..., Screen]

WATCH_DOM = """() => {
  window.seen = [];
  const ticking = '[data-testid="refresh-status"], time, .c-duration';
  new MutationObserver((changes) => changes.forEach(({ target, type }) => {
    const element = target.nodeType === 1 ? target : target.parentElement;
    if (element.closest(ticking) || element === document.documentElement) return;
    const cell = element.closest('td')?.className ?? element.outerHTML.slice(0, 80);
    window.seen.push(`${type} ${element.closest('tr')?.dataset.jobId ?? ''} ${cell}`);
  })).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}"""


@pytest.mark.requirement("FR-001", "FR-006", "FR-008", "SC-002", "US1.1", "US3.1", "US3.3")
def test_job_status_changes_in_the_list_without_interaction(screen: Show, jobs: Jobs) -> None:
    (job,) = jobs.add(status="queued", total_count=None)
    page = screen()
    expect(page.row(job).get_by_role("progressbar")).to_have_count(0)
    jobs.change(job, status="running")
    page.becomes(job, "running")
    expect(page.row(job).locator("[role=progressbar]:not([aria-valuenow])")).to_have_count(1)
    expect(page.row(job).locator(".bar")).to_have_class("bar indeterminate")
    jobs.change(job, processed_count=25, total_count=100, item_unit="files")
    expect(page.row(job).get_by_role("progressbar")).to_have_attribute("aria-valuenow", "25")
    expect(page.row(job).get_by_test_id("item-count")).to_have_text("25 of 100 files")
    jobs.change(job, processed_count=60)
    expect(page.row(job).get_by_role("progressbar")).to_have_attribute("aria-valuenow", "60")
    jobs.change(job, status="completed", processed_count=100)
    page.becomes(job, "completed")
    assert page.js("performance.getEntriesByType('navigation').length") == 1


FIRST_STATUS_READ_SINCE = """([id, since]) => new Promise((done) => {
  const look = () => {
    const read = Date.parse(document.querySelector('[data-testid="refresh-status"]').dataset.lastRefresh);
    if (read < since) return requestAnimationFrame(look);
    done(document.querySelector(`[data-testid="job-row"][data-job-id="${id}"]`).dataset.status);
  };
  look();
})"""


@pytest.mark.requirement("SC-001", "US1.1")
def test_change_is_shown_by_the_first_poll_after_it(screen: Show, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running")
    page = screen()
    jobs.change(job, status="failed")
    assert page.page.evaluate(FIRST_STATUS_READ_SINCE, [job, time.time() * 1000]) == "failed"


@pytest.mark.requirement("EC-2")
def test_several_changes_between_two_polls_show_the_latest(screen: Show, jobs: Jobs) -> None:
    (job,) = jobs.add(status="queued")
    page = screen(poll_interval_seconds=60)
    for status in ("running", "failed", "running", "completed"):
        jobs.change(job, status=status)
    page.read_now()
    page.becomes(job, "completed")


@pytest.mark.requirement("FR-001", "FR-003", "US5.2")
def test_polls_happen_at_the_configured_interval(screen: Show, jobs: Jobs) -> None:
    """That none is late is shown by the tests of the poll loop, on a virtual clock."""
    jobs.add()
    page = screen(poll_interval_seconds=2)
    times = [page.last_refresh()]
    for _ in range(3):
        page.next_poll()
        times.append(page.last_refresh())
    assert all(later - earlier >= timedelta(seconds=1.9) for earlier, later in pairwise(times)), times


@pytest.mark.requirement("FR-003", "US5.1")
def test_poll_interval_defaults_to_five_seconds(
    serve: Callable[..., object], open_page: Callable[[str], Screen]
) -> None:
    server = serve()
    assert open_page(f"{server.url}/jobs").ready().fact("interval") == "5"  # type: ignore[attr-defined]


@pytest.mark.requirement("FR-003", "US5.3")
def test_invalid_interval_uses_the_default_and_logs_once(
    serve: Callable[..., object], open_page: Callable[[str], Screen]
) -> None:
    server = serve(poll_interval_seconds="soon")
    assert open_page(f"{server.url}/jobs").ready().fact("interval") == "5"  # type: ignore[attr-defined]
    assert server.output().count("poll_interval_seconds: 'soon' is not a number, using 5 s") == 1  # type: ignore[attr-defined]


@pytest.mark.requirement("SC-002", "US1.2")
def test_new_job_appears_and_deleted_job_disappears(screen: Show, jobs: Jobs) -> None:
    first, second = jobs.add(2)
    page = screen()
    page.shows(first, second)
    (new,) = jobs.add()
    page.shows(new, first, second)
    jobs.remove(first)
    page.shows(new, second)


@pytest.mark.requirement("EC-3")
def test_many_changed_jobs_appear_in_one_update(screen: Show, jobs: Jobs) -> None:
    changing = jobs.add(20, status="running")
    page = screen()
    page.js("""() => {
      window.frames_seen = new Set();
      const look = () => {
        const rows = [...document.querySelectorAll('[data-testid="job-row"]')];
        window.frames_seen.add(rows.filter((row) => row.dataset.status === 'failed').length);
        requestAnimationFrame(look);
      };
      look();
    }""")
    jobs.change(*changing, status="failed")
    page.becomes(changing[-1], "failed")
    page.frames()
    assert sorted(page.js("[...window.frames_seen]")) == [0, 20]


@pytest.mark.requirement("FR-005", "SC-005", "US1.4")
def test_poll_without_changes_touches_no_element(screen: Show, jobs: Jobs) -> None:
    jobs.add(50)
    page = screen()
    page.next_poll()
    page.js(WATCH_DOM)
    page.next_poll()
    page.next_poll()
    assert page.js("window.seen") == []


@pytest.mark.requirement("FR-005", "SC-005", "US1.4")
def test_changed_job_updates_only_its_changed_cells(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(50, status="running", total_count=100, processed_count=10)
    page = screen()
    page.next_poll()
    page.js(WATCH_DOM)
    jobs.change(ids[7], processed_count=55)
    expect(page.row(ids[7]).get_by_role("progressbar")).to_have_attribute("aria-valuenow", "55")
    assert {tuple(seen.split(" ")[1:]) for seen in page.js("window.seen")} == {(ids[7], "c-progress")}


def test_running_duration_ticks_without_messages(screen: Show, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running")
    page = screen(poll_interval_seconds=60)
    cell, shown = page.row(job).locator(".c-duration"), set[str]()

    def three_values() -> bool:
        shown.add(cell.inner_text())
        return len(shown) >= 3

    refreshed = page.fact("last-refresh")
    wait_for(three_values, "a duration that ticks")
    assert page.fact("last-refresh") == refreshed


def test_malformed_row_is_shown_and_hides_no_other(screen: Show, jobs: Jobs) -> None:
    good = jobs.add()
    jobs.sql(
        "INSERT INTO jobs (id, job_type, status, target, created_at, progress_percent, processed_count, error_message)"
        " VALUES ('bad/<b>&\"', '<script>alert(1)</script>', 'sleeping', :target, 'yesterday', 250, 'many', :error)",
        target="\x1b[31m<img src=x onerror=alert(2)>\u202etxt.exe",
        error="x" * 10_000_000,
    )
    page = screen()
    page.page.on("dialog", lambda dialog: pytest_fail(dialog.message))
    assert set(page.ids()) == {*good, 'bad/<b>&"'}
    row = page.row('bad/<b>&\\"')
    expect(row).to_have_attribute("data-status", "unknown")
    expect(row.locator(".c-status")).to_have_text("sleeping")
    expect(row.locator(".c-type")).to_have_text("<script>alert(1)</script>")
    expect(row.locator(".c-target a")).to_contain_text("␛[31m<img src=x onerror=alert(2)><U+202E>txt.exe")
    assert page.js("document.documentElement.scrollWidth <= innerWidth")


def pytest_fail(message: str) -> None:
    raise AssertionError(f"text of a job ran as code: {message}")
