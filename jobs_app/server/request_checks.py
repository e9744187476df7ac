"""Refuses requests that pages of other sites cause."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from jobs_app.server.origins import is_own_host

UNKNOWN_HOST = """\
This dashboard answers only to localhost, to IP addresses and to the hosts in JOBS_ALLOWED_ORIGINS.
If a proxy passes another name on, add its origin there, such as https://jobs.example.org.
"""
CROSS_SITE = "This address cannot be used by pages of other sites; links to pages of the dashboard can.\n"
PAGES = ("/", "/jobs")
"""Where links of other sites may lead, with all that is below the second."""


class HostCheck:
    """Refuses requests for host names that are not this server's own (DNS rebinding)."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app, self._origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or is_own_host(Headers(scope=scope).get("host", ""), self._origins):
            return await self._app(scope, receive, send)
        await _refuse(scope, receive, send, UNKNOWN_HOST, 421)


class CrossSiteCheck:
    """Refuses what a browser says that another site's page causes, unless it opens a page of ours.

    Browsers send `Sec-Fetch-Site`, programs do not (W3C, Fetch Metadata Request Headers, "resource isolation policy").
    """

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app, self._origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._is_allowed(scope):
            return await self._app(scope, receive, send)
        await _refuse(scope, receive, send, CROSS_SITE, 403)

    def _is_allowed(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        if headers.get("sec-fetch-site") != "cross-site" or headers.get("origin") in self._origins:
            return True
        is_navigation = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return is_navigation and scope.get("method") in ("GET", "HEAD") and is_page(scope["path"])


def is_page(path: str) -> bool:
    """Whether a path is that of a page."""
    return path in PAGES or path.startswith(f"{PAGES[-1]}/")


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str, status: int) -> None:
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1008})
    await PlainTextResponse(why, status)(scope, receive, send)
