"""How pages and files leave the server: one class for each concern, in the order in which they are applied."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jobs_app.server.browser_sessions import BrowserSessions
from jobs_app.server.client_address import client_of
from jobs_app.server.connection_limits import ConnectionLimits, MaxConnections
from jobs_app.server.event_filter import EventFilter
from jobs_app.server.event_socket import EventSocket
from jobs_app.server.origins import is_loopback
from jobs_app.server.request_checks import CrossSiteCheck, HostCheck
from jobs_app.server.security_headers import SECURITY_HEADERS, SecurityHeaders, content_policy
from jobs_app.server.send_timeout import SEND_TIMEOUT_SECONDS, SendTimeout
from jobs_app.settings import Settings
from jobs_app.settings.networks import Network

ANY_JOB = "/jobs/any/"
CACHEABLE = (200, 206, 304)
"""Statuses whose content never changes; an asset that is missing now may be there tomorrow."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the server: other `origins` than its own, proxies that are believed, and how many websockets."""

    origins: tuple[str, ...] = ()
    proxies: tuple[Network, ...] = ()
    connections: MaxConnections = field(default_factory=MaxConnections)
    checks_host: bool = True
    """Whether it answers only to names that nobody else can give it."""

    @classmethod
    def of(cls, settings: Settings, development_origins: Collection[str] = ()) -> "Access":
        maximum = MaxConnections(settings.max_connections, settings.max_connections_per_client)
        checks_host = is_loopback(settings.host) or bool(settings.origins)
        return cls((*settings.origins, *development_origins), settings.proxies, maximum, checks_host)


def delivered(app: ASGIApp, built: Path, event_filter: EventFilter, access: Access) -> ASGIApp:
    """The app behind all middleware, of which the first is the outermost. Its built pages are in the folder `built`."""
    origins = access.origins
    headers = SECURITY_HEADERS | {"content-security-policy": content_policy(built)}
    layers = [
        Middleware(SecurityHeaders, headers),
        Middleware(CacheControl, immutable_files(built)),
        Middleware(RelativeRedirects),
        Middleware(SendTimeout, SEND_TIMEOUT_SECONDS),
        *([Middleware(HostCheck, origins)] if access.checks_host else []),
        Middleware(CrossSiteCheck, origins),
        Middleware(EventSocket, event_filter, origins),
        # After it, so that pages of other sites cannot use up the connections of a client.
        Middleware(ConnectionLimits, access.connections, lambda scope: client_of(scope, access.proxies)),
        Middleware(BrowserSessions),
        Middleware(PageAddresses),
        *([Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET"])] if origins else []),
    ]
    for cls, args, kwargs in reversed(layers):
        app = cls(app, *args, **kwargs)
    return app


def immutable_files(built: Path) -> frozenset[str]:
    """The paths of built files whose names change with their content."""
    return frozenset(f"/{path.relative_to(built).as_posix()}" for path in built.glob("assets/**/*") if path.is_file())


class CacheControl:
    """Lets browsers keep built assets for a year, since a changed one has another name, and check all else."""

    def __init__(self, app: ASGIApp, immutable: Collection[str]) -> None:
        self._app, self._immutable = app, immutable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                immutable = scope["path"] in self._immutable and message["status"] in CACHEABLE
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
