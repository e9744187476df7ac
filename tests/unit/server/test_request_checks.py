"""Requests that pages of other sites cause are refused, and those of links are not."""

import asyncio

import pytest

from jobs_app.server.request_checks import CrossSiteCheck, HostCheck
from tests.unit.server.asgi import Echo, answers, scope

ALLOWED = ("https://pages.example.org",)
LINK = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}


def status_of(check: type[CrossSiteCheck] | type[HostCheck], path: str, **headers: str) -> int:
    return asyncio.run(answers(check(Echo(), ALLOWED), scope("http", path, **headers)))[0]["status"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/api/jobs", {"sec_fetch_site": "cross-site"}, 403),
        ("/api/jobs", {"sec_fetch_site": "cross-site", **LINK}, 403),
        ("/healthz", {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}, 403),
        ("/assets/a.js", {"sec_fetch_site": "cross-site", "sec_fetch_dest": "script"}, 403),
        ("/jobs", {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}, 403),
        ("/jobs", {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"}, 403),
        ("/jobs", {"sec_fetch_site": "cross-site", **LINK}, 200),
        ("/", {"sec_fetch_site": "cross-site", **LINK}, 200),
        ("/jobs/a%2Fb", {"sec_fetch_site": "cross-site", **LINK}, 200),
        ("/api/jobs", {"sec_fetch_site": "cross-site", "origin": "https://pages.example.org"}, 200),
        ("/api/jobs", {"sec_fetch_site": "cross-site", "origin": "https://evil.example"}, 403),
        ("/api/jobs", {"sec_fetch_site": "same-origin"}, 200),
        ("/api/jobs", {"sec_fetch_site": "same-site"}, 200),
        ("/api/jobs", {"sec_fetch_site": "none"}, 200),
        ("/api/jobs", {}, 200),
    ],
)
def test_cross_site_requests_may_only_open_pages(path: str, headers: dict[str, str], status: int) -> None:
    assert status_of(CrossSiteCheck, path, **headers) == status


def test_cross_site_websocket_is_refused() -> None:
    async def scenario() -> None:
        request = scope("websocket", "/_event/", sec_fetch_site="cross-site")
        assert await answers(CrossSiteCheck(Echo(), ALLOWED), request) == [{"type": "websocket.close", "code": 1008}]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("pages.example.org:8443", 200),
        ("localhost:3000", 200),
        ("192.168.1.7:3000", 200),
        ("[fe80::1]", 200),
        ("evil.example:3000", 421),
        ("localhost.evil.example", 421),
        ("", 421),
        ("192.168.1.7.evil.example", 421),
    ],
)
def test_only_names_that_nobody_else_can_give_are_answered(host: str, status: int) -> None:
    assert status_of(HostCheck, "/jobs", host=host) == status
