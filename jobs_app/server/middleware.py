"""How pages and files leave the server: one class for each concern, in the order in which they are applied."""

from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jobs_app.server.event_filter import EventFilter
from jobs_app.server.event_socket import EventSocket
from jobs_app.server.origins import is_own_host
from jobs_app.server.security_headers import SECURITY_HEADERS, SecurityHeaders, content_policy

ANY_JOB = "/jobs/any/"
CACHEABLE = (200, 206, 304)
"""Statuses whose content never changes; an asset that is missing now may be there tomorrow."""
UNKNOWN_HOST = """\
This dashboard listens on loopback, so it answers only to localhost, 127.0.0.1 and [::1].
If a proxy passes another name on, add its origin to JOBS_ALLOWED_ORIGINS, such as https://jobs.example.org.
"""


def delivered(
    app: ASGIApp, built: Path, event_filter: EventFilter, origins: Collection[str], on_loopback: bool
) -> ASGIApp:
    """The app behind all middleware, of which the first is the outermost. Its built pages are in the folder `built`.

    Connections for events are for pages of this server and of the other `origins` only. A server that listens
    `on_loopback` answers only to names that nobody else can give it.
    """
    headers = SECURITY_HEADERS | {"content-security-policy": content_policy(built)}
    layers = [
        Middleware(SecurityHeaders, headers),
        Middleware(CacheControl),
        Middleware(RelativeRedirects),
        *([Middleware(HostCheck, origins)] if on_loopback else []),
        Middleware(EventSocket, event_filter, origins),
        Middleware(PageAddresses),
        *([Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET"])] if origins else []),
    ]
    for cls, args, kwargs in reversed(layers):
        app = cls(app, *args, **kwargs)
    return app


class CacheControl:
    """Lets browsers keep built assets for a year, since a changed one has another name, and check all else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                immutable = scope["path"].startswith("/assets/") and message["status"] in CACHEABLE
                value = "public, max-age=31536000, immutable" if immutable else "no-cache"
                MutableHeaders(raw=message["headers"]).setdefault("cache-control", value)
            await send(message)

        await self._app(scope, receive, send_with_header)


class RelativeRedirects:
    """Removes the server from redirects: behind a proxy it is not the one that the browser knows, nor is the scheme."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_relative(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if location := headers.get("location"):
                    headers["location"] = urlunsplit(("", "", *urlsplit(location)[2:])) or "/"
            await send(message)

        await self._app(scope, receive, send_relative)


class HostCheck:
    """Refuses requests for host names that are not this server's own (DNS rebinding)."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app, self._origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or is_own_host(Headers(scope=scope).get("host", ""), self._origins):
            return await self._app(scope, receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        await PlainTextResponse(UNKNOWN_HOST, 421)(scope, receive, send)


class PageAddresses:
    """Redirects `/` to `/jobs`, and maps the URLs of pages to their files."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if scope["path"] == "/":
            query = scope["query_string"].decode("latin-1")
            return await RedirectResponse("/jobs?" + query if query else "/jobs")(scope, receive, send)
        await self._app(_as_folder(scope), receive, send)


def _as_folder(scope: Scope) -> Scope:
    """The scope with the path under which the file server finds a page.

    /jobs lies in a folder: requested without the slash, the file server would redirect. All jobs have the same file,
    and an id may be what no file can be called.
    """
    path = scope["path"]
    if path.startswith("/jobs/") and len(path) > len("/jobs/"):
        return {**scope, "path": ANY_JOB, "raw_path": ANY_JOB.encode()}
    return {**scope, "path": path + "/"} if path == "/jobs" else scope
