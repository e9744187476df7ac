"""User story 1: the list keeps itself current while jobs run."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

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


def test_fr_003_job_goes_from_queued_to_completed_on_screen_untouched(screen: Show, jobs: Jobs) -> None:
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


def test_fr_001_polls_come_by_themselves_and_no_sooner_than_the_interval(screen: Show, jobs: Jobs) -> None:
    """That none comes late is shown by the loop's own tests, on a clock of their own."""
    jobs.add()
    page = screen(poll_interval_seconds=2)
    times = [page.last_refresh()]
    for _ in range(3):
        page.next_poll()
        times.append(page.last_refresh())
    assert all(later - earlier >= timedelta(seconds=1.9) for earlier, later in pairwise(times)), times


def test_fr_002_interval_is_five_seconds_by_default(
    serve: Callable[..., object], open_page: Callable[[str], Screen]
) -> None:
    server = serve()
    assert open_page(f"{server.url}/jobs").ready().fact("interval") == "5"  # type: ignore[attr-defined]


def test_fr_015_broken_interval_means_the_default_and_is_said_once(
    serve: Callable[..., object], open_page: Callable[[str], Screen]
) -> None:
    server = serve(poll_interval_seconds="soon")
    assert open_page(f"{server.url}/jobs").ready().fact("interval") == "5"  # type: ignore[attr-defined]
    assert server.said().count("poll_interval_seconds: 'soon' is not a number, using 5 s") == 1  # type: ignore[attr-defined]


def test_new_job_appears_on_top_and_deleted_one_disappears(screen: Show, jobs: Jobs) -> None:
    first, second = jobs.add(2)
    page = screen()
    page.shows(first, second)
    (new,) = jobs.add()
    page.shows(new, first, second)
    jobs.remove(first)
    page.shows(new, second)


def test_fr_004_all_jobs_that_changed_between_two_polls_appear_in_one_update(screen: Show, jobs: Jobs) -> None:
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


def test_nothing_changed_means_nothing_is_touched(screen: Show, jobs: Jobs) -> None:
    jobs.add(50)
    page = screen()
    page.next_poll()
    page.js(WATCH_DOM)
    page.next_poll()
    page.next_poll()
    assert page.js("window.seen") == []


def test_only_the_changed_cells_of_a_changed_job_are_touched(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(50, status="running", total_count=100, processed_count=10)
    page = screen()
    page.next_poll()
    page.js(WATCH_DOM)
    jobs.change(ids[7], processed_count=55)
    expect(page.row(ids[7]).get_by_role("progressbar")).to_have_attribute("aria-valuenow", "55")
    assert {tuple(seen.split(" ")[1:]) for seen in page.js("window.seen")} == {(ids[7], "c-progress")}


def test_duration_of_a_running_job_ticks_without_server_traffic(screen: Show, jobs: Jobs) -> None:
    (job,) = jobs.add(status="running")
    page = screen(poll_interval_seconds=60)
    cell, shown = page.row(job).locator(".c-duration"), set[str]()

    def three_values() -> bool:
        shown.add(cell.inner_text())
        return len(shown) >= 3

    refreshed = page.fact("last-refresh")
    wait_for(three_values, "a duration that ticks")
    assert page.fact("last-refresh") == refreshed


def test_row_that_holds_nonsense_is_shown_and_hides_no_other(screen: Show, jobs: Jobs) -> None:
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
    expect(row.locator(".c-type")).to_have_text("<script>alert(1)</script>")
    expect(row.locator(".c-target a")).to_contain_text("␛[31m<img src=x onerror=alert(2)><U+202E>txt.exe")
    assert page.js("document.documentElement.scrollWidth <= innerWidth")


def pytest_fail(said: str) -> None:
    raise AssertionError(f"text of a job ran as code: {said}")
