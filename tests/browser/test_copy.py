"""Copying a text, also over plain HTTP, where pages have no clipboard API."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.objects.job_screen import OpenJob
from tests.browser.objects.jobs import Jobs
from tests.support.waiting import wait_for


def test_copy_without_clipboard_access_copies_or_stays_silent(open_job: OpenJob, jobs: Jobs) -> None:
    (job,) = jobs.add(status="failed", error_message="it broke")
    page = open_job(job)
    copy = page.detail.get_by_role("button", name="Copy the error")
    expect(copy).to_be_visible()
    page.page.clock.install()
    page.page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    page.js("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    copy.click()
    expect(page.detail.get_by_role("button", name="Copied")).to_be_visible()
    page.js("delete navigator.clipboard")
    assert page.js("navigator.clipboard.readText()") == "it broke"
    page.page.clock.run_for(2000)
    expect(copy).to_be_visible()
    page.js("void (navigator.clipboard.writeText = () => Promise.reject(new Error('not now')))")
    page.js("void (document.execCommand = () => { window.tried = true; return false })")
    copy.click()
    wait_for(lambda: page.js("window.tried"), "a try")
    page.page.clock.run_for(100)
    expect(copy).to_be_visible()
