"""The page of insights."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server

pytestmark = pytest.mark.own_server  # A dashboard reads it once a minute for all its pages.


@pytest.fixture
def show(serve: Callable[..., Server], open_page: Callable[[str], Screen]) -> Callable[..., Screen]:
    """The page at `/insights` once its figures are there."""

    def open_insights(query: str = "") -> Screen:
        page = open_page(f"{serve(poll_interval_seconds=2).url}/insights{query}").ready()
        expect(page.page.get_by_test_id("insights")).to_have_attribute("aria-busy", "false")
        return page

    return open_insights


def ended(jobs: Jobs, number: int, status: str, moment: datetime, **facts: object) -> list[str]:
    times = {"created_at": moment, "started_at": moment - timedelta(seconds=9), "completed_at": moment}
    return jobs.add(number, status=status, **times | facts)


def test_page_shows_figures_and_polls_once_a_minute(show: Callable[..., Screen], jobs: Jobs) -> None:
    moment = datetime.now(UTC) - timedelta(hours=3)
    ended(jobs, 6, "completed", moment, job_type="import")
    ended(jobs, 2, "failed", moment, job_type="import", error_message="ValueError: row 7")
    page = show()
    assert page.fact("interval") == "60"
    figures = page.page.locator(".insights-figure")
    expect(figures.nth(0)).to_contain_text("Ended8")
    expect(figures.nth(1)).to_contain_text("Failed2 25%")
    expect(figures.nth(2)).to_contain_text("Duration, median9 s")
    expect(page.page.get_by_test_id("failing").locator("tbody tr")).to_have_text(["import2825%ValueError"])
    expect(page.page.locator(".recharts-bar-rectangle path").first).to_be_visible()
    tables = page.page.locator("caption").all_text_contents()
    assert tables == ["Throughput", "Failure rate", "Duration", "Wait"]


def test_range_and_grouping_are_in_the_address(show: Callable[..., Screen], jobs: Jobs) -> None:
    ended(jobs, 1, "completed", datetime.now(UTC) - timedelta(days=3), worker="w-1")
    page = show("?since=7d")
    chosen = page.page.locator(".choice [aria-current]")
    expect(chosen).to_have_text(["7 d", "By type"])
    page.page.get_by_role("link", name="By worker").click()
    page.has_query("?since=7d&by=worker")
    insights = page.page.get_by_test_id("insights")
    expect(insights).to_have_attribute("data-by", "worker")
    expect(page.page.get_by_test_id("slowest").locator("tbody th")).to_have_text(["w-1"])
    page.page.get_by_role("link", name="30 d").click()
    expect(insights).to_have_attribute("data-since", "30d")
    page.page.reload()
    expect(chosen).to_have_text(["30 d", "By worker"])


def test_marks_lead_to_the_list_that_they_count(show: Callable[..., Screen], jobs: Jobs) -> None:
    moment = datetime.now(UTC) - timedelta(hours=3)
    wanted = sorted(ended(jobs, 2, "failed", moment, job_type="import"), reverse=True)  # They end at the same time.
    ended(jobs, 1, "completed", moment - timedelta(hours=9), job_type="backup")
    page = show()
    bars = page.page.get_by_role("group", name="Throughput, over time")
    bars.get_by_role("link", name=re.compile("2 failed")).click()
    page.ready().shows(*wanted)
    assert re.fullmatch(r"\?status=completed,failed,cancelled&from=.*Z&to=.*Z", page.query())
    page.page.go_back()
    page.page.get_by_test_id("failing").get_by_role("link", name="import").click()
    page.ready().shows(*wanted)
    page.has_query("?type=import&status=failed&since=24h")


def test_plots_have_one_tab_stop_and_arrow_keys(show: Callable[..., Screen], jobs: Jobs) -> None:
    ended(jobs, 1, "completed", datetime.now(UTC) - timedelta(minutes=1))
    page = show()
    expect(page.page.locator('.plot-links a[tabindex="0"]')).to_have_count(4)
    links = page.page.get_by_role("group", name="Duration, over time").get_by_role("link")
    links.last.focus()
    page.page.keyboard.press("ArrowLeft")
    expect(links.nth(46)).to_be_focused()
    expect(page.page.locator(".plot-tip")).to_contain_text("nothing known")
    page.page.keyboard.press("Home")
    expect(links.first).to_be_focused()
    page.page.keyboard.press("Enter")
    page.page.wait_for_url("**/jobs?status=completed&from=*")


def test_pages_link_to_each_other(show: Callable[..., Screen], jobs: Jobs) -> None:
    page = show()
    pages = page.page.get_by_role("navigation", name="Dashboard")
    expect(pages.locator("[aria-current]")).to_have_text("Insights")
    pages.get_by_role("link", name="Jobs").click()
    page.ready()
    expect(pages.locator("[aria-current]")).to_have_text("Jobs")
