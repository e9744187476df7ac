"""What needs attention is told at a glance, in the list and on a job's page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen

Show = Callable[..., Screen]


def chip(page: Page) -> Locator:
    return page.get_by_test_id("attention-filter")


def add_stalled(jobs: Jobs) -> str:
    now = datetime.now(UTC)
    long_ago = now - timedelta(hours=2, minutes=21, seconds=20)
    facts = {"heartbeat_at": now, "updated_at": now, "started_at": long_ago, "progressed_at": long_ago}
    (stalled,) = jobs.add(status="running", total_count=220, processed_count=81, completed_at=None, **facts)
    return stalled


def test_jobs_that_need_attention_are_counted_and_shown(screen: Show, jobs: Jobs) -> None:
    stalled = add_stalled(jobs)
    (waiting,) = jobs.add(status="queued", created_at=datetime.now(UTC) - timedelta(minutes=68, seconds=20))
    jobs.add(status="queued")
    jobs.add(3)
    page = screen().page
    expect(chip(page)).to_have_attribute("data-count", "2")
    rows = page.locator("[data-testid=job-row][data-attention]")
    expect(rows).to_have_count(2)
    expect(page.locator(f"[data-job-id='{stalled}']")).to_contain_text("Stalled 2 h 21 min")
    expect(page.locator(f"[data-job-id='{waiting}']")).to_contain_text("Waiting 1 h 8 min")
    chip(page).click()
    expect(page).to_have_url(re.compile(r"\?attention=1$"))
    expect(page.get_by_test_id("job-row")).to_have_count(2)
    expect(chip(page)).to_have_attribute("aria-pressed", "true")
    chip(page).click()
    expect(page.get_by_test_id("job-row")).to_have_count(6)


def test_how_long_is_readable_whole_at_every_width(screen: Show, jobs: Jobs) -> None:
    jobs.add(status="queued", created_at=datetime.now(UTC) - timedelta(hours=23, minutes=58))
    page = screen().page
    for width in (390, 768, 1024, 1440, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        amount = page.locator("[data-testid=job-row] .attention-amount")
        expect(amount).to_have_text(re.compile(r"^23 h 5\d min$"))
        cell = amount.evaluate("amount => amount.closest('td').getBoundingClientRect().right")
        assert amount.evaluate("amount => amount.getBoundingClientRect().right") <= cell, width


def test_attention_ends_when_the_job_goes_on(screen: Show, jobs: Jobs) -> None:
    stalled = add_stalled(jobs)
    page = screen().page
    row = page.locator(f"[data-job-id='{stalled}']")
    expect(row).to_have_attribute("data-attention", "stalled")
    jobs.change(stalled, processed_count=82, heartbeat_at=datetime.now(UTC))
    expect(row).not_to_have_attribute("data-attention", re.compile(""))
    expect(chip(page)).to_have_attribute("data-count", "0")


def test_choosing_an_ended_status_leaves_attention(screen: Show, jobs: Jobs) -> None:
    add_stalled(jobs)
    jobs.add(status="failed")
    page = screen("?attention=1").page
    expect(page.get_by_test_id("job-row")).to_have_count(1)
    page.locator(".chip[data-status=failed]").click()
    expect(page).to_have_url(re.compile(r"\?status=failed$"))
    expect(page.get_by_test_id("job-row")).to_have_count(1)
    expect(chip(page)).to_have_attribute("data-count", "1")
