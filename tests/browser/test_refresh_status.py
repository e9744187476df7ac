"""The refresh status: how current the data is, and the buttons that change it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

Show = Callable[..., Screen]


@pytest.mark.requirement("FR-015")
def test_refresh_status_shows_last_and_next_refresh(screen: Show, jobs: Jobs) -> None:
    jobs.add()
    started = datetime.now(UTC)
    page = screen(poll_interval_seconds=60)
    assert page.fact("interval") == "60"
    assert page.fact("failures") == "0"
    assert started < page.last_refresh() < datetime.now(UTC)
    assert planned(page) - page.last_refresh() >= timedelta(seconds=60)
    expect(page.refresh).to_contain_text("updated")
    expect(page.refresh).to_contain_text("next in")


def test_refresh_button_reads_at_once(screen: Show, jobs: Jobs) -> None:
    first = jobs.add()
    page = screen(poll_interval_seconds=60)
    page.shows(*first)
    new, due = jobs.add(target="/data/new"), planned(page)
    page.page.get_by_role("button", name="Refresh").click()
    page.shows(*new, *first)
    assert page.last_refresh() < due


def planned(page: Screen) -> datetime:
    """The time of the next poll that the page shows."""
    return datetime.fromisoformat(page.fact("next-refresh"))


def test_pause_stops_polling_until_resumed_and_survives_reload(screen: Show, jobs: Jobs) -> None:
    jobs.add()
    page = screen()
    page.page.get_by_role("button", name="Pause").click()
    page.state("paused")
    assert page.fact("next-refresh") == ""
    page.page.reload()
    page.state("paused")
    new = jobs.add(status="failed")
    is_old(page, 5)
    assert not set(new) & set(page.ids())
    page.page.get_by_role("button", name="Resume").click()
    expect(page.row(new[0])).to_be_visible()
    page.state("live")


def test_polling_disabled_is_shown_and_refresh_works(screen: Show, jobs: Jobs) -> None:
    jobs.add()
    page = screen(poll_enabled="false")
    page.state("paused")
    expect(page.refresh).to_contain_text("polling is switched off")
    (new,) = jobs.add(status="failed")
    page.page.get_by_role("button", name="Refresh").click()
    expect(page.row(new)).to_be_visible()


@pytest.mark.parametrize("settings", [{}, {"poll_enabled": "false"}], ids=["paused", "switched off"])
def test_durations_freeze_while_polls_fail(screen: Show, jobs: Jobs, settings: dict[str, str]) -> None:
    """The age of the shown data still increases."""
    (job,) = jobs.add(status="running")
    page = screen(**settings)
    if not settings:
        page.page.get_by_role("button", name="Pause").click()
    page.state("paused")
    is_old(page, 2)
    shown = page.row(job).locator(".c-duration").inner_text()
    is_old(page, 5)
    assert page.row(job).locator(".c-duration").inner_text() == shown
    page.page.get_by_role("button", name="Refresh" if settings else "Resume").click()
    expect(page.row(job).locator(".c-duration")).not_to_have_text(shown)


def is_old(page: Screen, seconds: int) -> None:
    """Wait until the page shows that its data is so many seconds old."""
    text = re.compile(r"updated (\d+) s ago")
    wait_for(lambda: int((text.search(page.refresh.inner_text()) or [0, 0])[1]) >= seconds, f"{seconds} s")


@pytest.mark.own_server
@pytest.mark.requirement("FR-011", "FR-012", "EC-1")
def test_failing_polls_keep_rows_and_show_reason_and_next_try(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(3, status="running")
    page = screen()
    jobs.sql("ALTER TABLE jobs RENAME TO jobs_away")
    page.state("retrying")
    expect(page.refresh).to_contain_text("the database has no jobs table: run `jobs migrate`")
    expect(page.refresh).to_contain_text("as of")
    assert int(page.fact("failures")) >= 1
    assert page.ids() == ids
    wait_for(lambda: page.js("document.getAnimations().length") == 0, "a page on which nothing moves")
    expect(page.page.get_by_role("alertdialog")).to_have_count(0)
    wait_for(lambda: int(page.fact("failures")) >= 3, "three failures")
    expect(page.refresh).to_contain_text("next try in")
    jobs.sql("ALTER TABLE jobs_away RENAME TO jobs")
    page.read_now()
    page.state("live")
    assert page.fact("failures") == "0"


@pytest.mark.own_server
@pytest.mark.requirement("FR-011")
def test_retry_now_reads_before_the_next_attempt_is_due(screen: Show, jobs: Jobs) -> None:
    jobs.add()
    page = screen(poll_interval_seconds=60)
    jobs.sql("ALTER TABLE jobs RENAME TO jobs_away")
    page.page.get_by_role("button", name="Refresh").click()
    page.state("retrying")
    jobs.sql("ALTER TABLE jobs_away RENAME TO jobs")
    due = planned(page)
    page.page.get_by_role("button", name="Retry now").click()
    page.state("live")
    assert page.last_refresh() < due


@pytest.mark.own_server
def test_paused_page_after_a_failure_shows_the_reason_only(screen: Show, jobs: Jobs) -> None:
    jobs.add(3, status="running")
    page = screen()
    jobs.sql("ALTER TABLE jobs RENAME TO jobs_away")
    page.state("retrying")
    page.page.get_by_role("button", name="Pause").click()
    page.state("paused")
    assert page.fact("next-refresh") == ""
    text = page.refresh.inner_text()
    assert "trying now" not in text
    assert "next try" not in text
    expect(page.refresh).to_contain_text("the database has no jobs table: run `jobs migrate`")
    expect(page.refresh).to_contain_text("as of")
    wait_for(lambda: page.js("document.documentElement.dataset.refresh") == "stale", "rows marked as stale")
    jobs.sql("ALTER TABLE jobs_away RENAME TO jobs")
    page.page.get_by_role("button", name="Retry now").click()
    wait_for(lambda: page.js("document.documentElement.dataset.refresh") == "paused", "fresh data")
    assert page.fact("failures") == "0"
    assert page.fact("state") == "paused"


@pytest.mark.requirement("FR-011", "SC-004")
def test_database_down_at_start_page_shows_it_and_recovers(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], postgres_database_url: str
) -> None:
    away = postgres_database_url.replace("/jobs_", "/not_there_jobs_")
    server = serve(database_url=away, poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs")
    page.state("retrying")
    expect(page.refresh).to_contain_text("there is no database of this name on the server")
    rename_database(postgres_database_url, away)
    page.state("live")
    expect(page.page.get_by_test_id("empty-state")).to_have_attribute("data-reason", "no-jobs")
    rename_database(away, postgres_database_url)


def rename_database(old: str, new: str) -> None:
    import psycopg

    names = [url.rpartition("/")[2] for url in (old, new)]
    with psycopg.connect(f"{old.rpartition('/')[0]}/postgres", autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [names[0]])
        connection.execute(f"ALTER DATABASE {names[0]} RENAME TO {names[1]}".encode())
