"""How pages and files leave the server: plain addresses, sane headers."""

from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders

from jobs_app.serving.gate import Gate
from jobs_app.serving.lines import guarded, is_line
from jobs_app.serving.policy import content_policy, is_own_host, is_own_origin

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

ANY_JOB = "/jobs/any/"
FOUND = (200, 206, 304)
"""Answers that hold what was asked for; a part of a build that is missing now may be there tomorrow."""
SECURITY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}

STRANGE_HOST = """\
This dashboard listens on loopback, so it answers only to localhost, 127.0.0.1 and [::1].
If a proxy passes another name on, add its origin to JOBS_ALLOWED_ORIGINS, such as https://jobs.example.org.
"""


def delivery(
    app: Application, built: Path, gate: Gate, origins: Collection[str] = (), on_loopback: bool = False
) -> Application:
    """Wrap the app: `/` leads to `/jobs`, pages answer without a redirect, builds are cached for ever, pages never.

    Live connections are for pages of this server and of the other `origins` only, and pass the gate. A server that
    listens `on_loopback` answers only to names that nobody else can give it. `built` is where the pages lie.
    """
    security = SECURITY | {"content-security-policy": content_policy(built)}

    async def deliver(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await app(scope, receive, send)
        headers = Headers(scope=scope)
        is_known = not on_loopback or is_own_host(headers.get("host", ""), origins)
        if scope["type"] == "websocket":
            if is_known and is_own_origin(headers, origins) and is_line(scope):
                return await app(scope, guarded(receive, gate), send)
            return await send({"type": "websocket.close", "code": 1008})
        send = _with_headers(scope["path"], security, send)
        if not is_known:
            return await _answer(421, {"content-type": "text/plain"}, STRANGE_HOST, send)
        if scope["path"] == "/":
            return await _answer(307, {"location": _jobs(scope)}, "", send)
        await app(_as_folder(scope), receive, send)

    return deliver


def _jobs(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return "/jobs?" + query if query else "/jobs"


def _as_folder(scope: Scope) -> Scope:
    """The scope as the file server understands it.

    /jobs lies in a folder: asked for without the slash, it redirects to http:// even behind TLS. All jobs have the
    same file, and an id may be what no file can be called.
    """
    path = scope["path"]
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return scope
    if path.startswith("/jobs/") and len(path) > len("/jobs/"):
        return {**scope, "path": ANY_JOB, "raw_path": ANY_JOB.encode()}
    return {**scope, "path": path + "/"} if path == "/jobs" else scope


def _with_headers(path: str, added: Mapping[str, str], send: Send) -> Send:
    lasting = path.startswith("/assets/")

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update(added)
            for_ever = lasting and message["status"] in FOUND
            headers.setdefault("cache-control", "public, max-age=31536000, immutable" if for_ever else "no-cache")
        await send(message)

    return send_with_headers


async def _answer(status: int, headers: Mapping[str, str], text: str, send: Send) -> None:
    body = text.encode()
    said = {**headers, "content-length": str(len(body))}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
