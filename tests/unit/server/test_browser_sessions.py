"""A session's token is worth nothing without the cookie of the browser that made it."""

import asyncio
from urllib.parse import parse_qs

import pytest

from jobs_app.server.browser_sessions import BrowserSessions
from tests.unit.server.asgi import Echo, answers, header, scope

TOKEN = "3c1d6a5e-8f4c-4b7e-9d0a-2b1c3d4e5f60"
QUERY = f"EIO=4&token={TOKEN}&transport=websocket"


def token_seen(cookie: str = "", query: str = QUERY) -> str:
    """The token that the app sees of a websocket."""

    async def scenario() -> str:
        echo = Echo()
        echo.release.set()
        await answers(BrowserSessions(echo), scope("websocket", query=query, **_cookies(cookie)))
        seen = parse_qs(echo.scopes[0]["query_string"].decode())
        assert seen["transport"] == ["websocket"]
        return seen["token"][0]

    return asyncio.run(scenario())


def cookie_given(path: str, cookie: str = "", **headers: str) -> str:
    """The cookie that a browser gets with a response."""
    request = scope("http", path, **_cookies(cookie), **headers)
    return header(asyncio.run(answers(BrowserSessions(Echo()), request))[0], "set-cookie")


def _cookies(cookie: str) -> dict[str, str]:
    return {"cookie": cookie} if cookie else {}


@pytest.mark.parametrize("path", ["/", "/jobs", "/jobs/a", "/healthz"])
def test_browser_finds_its_session_again(path: str) -> None:
    secret = cookie_given(path).partition(";")[0]
    token = token_seen(secret)
    assert token != TOKEN
    assert token_seen(f"other=1; {secret}; more=2") == token
    assert token_seen(secret, QUERY.replace(TOKEN, "another")) != token
    assert cookie_given(path, secret) == "", "it has one"


def test_other_browsers_find_another_session() -> None:
    browsers = [cookie_given("/jobs").partition(";")[0] for _ in range(20)]
    tokens = {token_seen(cookie) for cookie in [*browsers, f"jobs_browser={'x' * 43}", "", ""]}
    assert len({*tokens, TOKEN}) == 24


@pytest.mark.parametrize("cookie", ["jobs_browser=", "jobs_browser=short", "jobs_browser=" + "x" * 44, "=;==;\x01"])
def test_malformed_cookie_is_replaced(cookie: str) -> None:
    assert cookie_given("/jobs", cookie).startswith("jobs_browser=")
    assert token_seen(cookie) != token_seen(cookie)


def test_cookie_is_for_this_site_and_no_script() -> None:
    assert cookie_given("/jobs").endswith("; Path=/; HttpOnly; SameSite=Strict")
    assert cookie_given("/jobs", x_forwarded_proto="https").endswith("; SameSite=Strict; Secure")


@pytest.mark.parametrize("path", ["/api/jobs", "/assets/a.js", "/readyz", "/jobs.css"])
def test_programs_get_no_cookie(path: str) -> None:
    assert cookie_given(path) == ""
