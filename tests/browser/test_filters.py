"""Filters, search, sorting and pagination of the list; the view is in the URL."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.faults.proxy import Proxy
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server

Show = Callable[..., Screen]


def test_status_chips_filter_and_show_counts(screen: Show, jobs: Jobs) -> None:
    failed = jobs.add(2, status="failed", created_at=datetime.now(UTC) - timedelta(minutes=1))
    running = jobs.add(1, status="running")
    jobs.add(3, created_at=datetime.now(UTC) - timedelta(hours=1))
    page = screen()
    expect(page.chip("failed")).to_have_text("failed2")
    page.chip("failed").click()
    page.shows(*failed)
    page.chip("running").click()
    page.shows(*running, *failed)
    page.has_query("?status=running,failed")
    expect(page.chip("completed")).to_have_text("completed3")
    page.chip("running").click()
    page.chip("failed").click()
    page.has_query("")
    expect(page.rows).to_have_count(6)


def test_status_counts_respect_the_other_filters(screen: Show, jobs: Jobs) -> None:
    jobs.add(3, job_type="scan", status="failed")
    jobs.add(2, job_type="import", status="failed")
    page = screen("?type=import&status=completed")
    expect(page.chip("failed")).to_have_text("failed2")
    expect(page.chip("completed")).to_have_text("completed0")


def test_status_counts_above_ten_thousand_are_capped(screen: Show, jobs: Jobs) -> None:
    jobs.add(10_001)
    page = screen()
    expect(page.chip("completed")).to_have_text("completed10k+")
    expect(page.rows).to_have_count(50)


def test_time_range_filters_by_end(screen: Show, jobs: Jobs) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=5)
    (recent,) = jobs.add(created_at=long_ago, started_at=long_ago, completed_at=datetime.now(UTC))
    jobs.add(created_at=long_ago, completed_at=long_ago)
    page = screen()
    page.page.get_by_label("Time range").select_option("Last hour")
    page.shows(recent)
    page.has_query("?since=1h")


def test_search_matches_target_and_id(screen: Show, jobs: Jobs) -> None:
    (first,) = jobs.add(target="/srv/100%_sure/x")
    (second,) = jobs.add(target=None)
    page = screen()
    search = page.page.get_by_label("Search jobs")
    search.fill("100%_S")
    page.shows(first)
    page.has_query("?q=100%25_S")
    search.fill(second[:13])
    page.shows(second)


@pytest.mark.requirement("FR-004")
def test_search_text_survives_late_responses(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs
) -> None:
    (wanted,) = jobs.add(target="/srv/abcdefgh")
    jobs.add(target="/srv/abc")
    line = Proxy(serve(poll_interval_seconds=2).port)
    page = open_page(f"{line.url}/jobs").ready()
    line.delay = 0.5
    page.js("""() => {
      window.typed = [''];
      const box = document.querySelector('#search');
      const look = () => {
        if (window.typed.at(-1) !== box.value) window.typed.push(box.value);
        requestAnimationFrame(look);
      };
      look();
    }""")
    search = page.page.get_by_label("Search jobs")
    search.press_sequentially("abcdefgh", delay=400)
    page.has_query("?q=abcdefgh")
    page.shows(wanted)
    page.frames()
    typed = page.js("window.typed")
    assert (typed[0], typed[-1]) == ("", "abcdefgh")
    assert all(later.startswith(earlier) for earlier, later in pairwise(typed)), typed
    line.delay = 0
    page.page.get_by_role("button", name="failed").click()
    page.page.get_by_role("button", name="Clear filters").click()
    expect(search).to_have_value("")
    page.has_query("")
    line.close()


@pytest.mark.parametrize(
    ("column", "key"),
    [
        ("Status", "status"),
        ("Type", "type"),
        ("Target", "target"),
        ("Progress", "progress"),
        ("Created", "created"),
        ("Started", "started"),
        ("Duration", "duration"),
    ],
)
def test_columns_sort_in_both_directions(screen: Show, jobs: Jobs, column: str, key: str) -> None:
    now = datetime.now(UTC)
    (low,) = jobs.add(
        job_type="a", status="cancelled", target="a", progress_percent=1, created_at=now - timedelta(minutes=9),
        started_at=now - timedelta(minutes=9), completed_at=now - timedelta(minutes=9) + timedelta(seconds=1),
    )  # fmt: skip
    (high,) = jobs.add(
        job_type="b", status="failed", target="b", progress_percent=99, created_at=now - timedelta(minutes=8),
        started_at=now - timedelta(minutes=8), completed_at=now - timedelta(minutes=1),
    )  # fmt: skip
    page = screen()
    page.sort(column)
    ascending_first = key in ("status", "type", "target")
    downwards = f"?sort=-{key}"
    orders = [(f"?sort={key}", [low, high], "ascending"), (downwards, [high, low], "descending")]
    for query, order, direction in orders if ascending_first else reversed(orders):
        page.has_query(query)
        page.shows(*order)
        expect(page.page.get_by_role("columnheader", name=column)).to_have_attribute("aria-sort", direction)
        page.sort(column)


def test_pagination_forward_and_back_has_no_cap(screen: Show, jobs: Jobs) -> None:
    ids = jobs.add(60)
    page = screen("?size=25")
    next_page, previous = (page.page.get_by_role("button", name=name) for name in ("Next", "Previous"))
    expect(previous).to_be_disabled()
    page.shows(*ids[:25])
    next_page.click()
    page.shows(*ids[25:50])
    next_page.click()
    page.shows(*ids[50:])
    expect(next_page).to_be_disabled()
    previous.click()
    page.shows(*ids[25:50])
    page.page.reload()
    page.ready()
    page.shows(*ids[25:50])
    previous.click()
    page.shows(*ids[:25])
    page.page.get_by_label("Rows per page").select_option("100 per page")
    page.shows(*ids)
    page.has_query("?size=100")


@pytest.mark.parametrize("width", [390, 1440])
def test_next_and_previous_show_the_start_of_the_list(screen: Show, jobs: Jobs, width: int) -> None:
    ids = jobs.add(60)
    page = screen("?size=25")
    page.page.set_viewport_size({"width": width, "height": 700})
    head, status = page.page.get_by_role("table", name="Jobs", exact=True), page.refresh
    for name, first in (("Next", ids[25]), ("Next", ids[50]), ("Previous", ids[25]), ("Previous", ids[0])):
        page.page.get_by_role("button", name=name).click()
        expect(page.row(first)).to_be_in_viewport(ratio=1)
        tops = [element.evaluate("element => element.getBoundingClientRect().top") for element in (status, head)]
        assert tops == sorted(tops), "the list begins below the bar"
    scrolled = page.js("scrollY") + 300
    page.js(f"scrollTo({{ top: {scrolled}, behavior: 'instant' }})")
    page.next_poll()
    assert page.js("scrollY") == pytest.approx(scrolled, abs=1)


def test_view_in_the_url_survives_reload_back_and_sharing(
    screen: Show, jobs: Jobs, open_page: Callable[[str], Screen]
) -> None:
    (wanted,) = jobs.add(status="failed", job_type="a, b", target="/x/y z")
    jobs.add(5)
    page = screen("?status=failed&type=a%2C%20b&q=y%20z&sort=target")
    page.shows(wanted)
    page.page.reload()
    page.ready().shows(wanted)
    page.row(wanted).get_by_role("link").click()
    page.page.wait_for_url("**/jobs/*")
    page.page.go_back()
    page.ready().shows(wanted)
    expect(page.page.get_by_label("Search jobs")).to_have_value("y z")
    colleague = open_page(page.page.url).ready()
    colleague.shows(wanted)
    expect(colleague.chip("failed")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    "query",
    [
        "?status=%00",
        "?sort=;drop",
        "?size=1e9",
        "?since=9y",
        "?after=x",
        "?after=,,,,&before=%00",
        "?q=%00",
        "?type=%FF",
        "?&&==&%zz",
    ],
)
def test_malformed_urls_show_the_default_view(screen: Show, jobs: Jobs, query: str) -> None:
    ids = jobs.add(3)
    page = screen(query)
    if query != "?type=%FF":
        page.shows(*ids)
    assert page.fact("failures") == "0"


def test_empty_list_names_the_command_that_starts_a_job(screen: Show) -> None:
    page = screen()
    empty = page.page.get_by_test_id("empty-state")
    expect(empty).to_have_attribute("data-reason", "no-jobs")
    expect(empty).to_contain_text("jobs scan /some/folder")


def test_filters_without_a_match_can_be_cleared(screen: Show, jobs: Jobs) -> None:
    jobs.add(2)
    page = screen("?q=nothing-like-this&sort=target")
    empty = page.page.get_by_test_id("empty-state")
    expect(empty).to_have_attribute("data-reason", "no-match")
    empty.get_by_role("button", name="Clear filters").click()
    page.has_query("?sort=target")
    expect(page.rows).to_have_count(2)
    expect(page.page.get_by_label("Search jobs")).to_have_value("")
    expect(empty).to_have_count(0)
