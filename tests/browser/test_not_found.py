"""Unknown addresses have a page of ours with a way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server


@pytest.mark.parametrize("path", ["/nowhere", "/jobsx", "/jobs/a/b", "/jobs.html/x", "/%2e%2e/etc"])
def test_unknown_address_has_a_page_with_a_way_back(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], path: str
) -> None:
    server = serve(poll_interval_seconds=2)
    page = open_page(server.url + path).page
    notice = page.get_by_test_id("page-not-found")
    expect(notice).to_contain_text("Page not found")
    notice.get_by_role("link").click()
    expect(page.get_by_test_id("refresh-status")).to_be_visible()
    assert page.url.endswith("/jobs")
