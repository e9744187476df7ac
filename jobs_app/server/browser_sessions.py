"""Binds each session to the browser that made it: its token alone gives nobody its state.

Reflex finds the state of a tab by a token, which is part of the websocket's address and so may be in logs of proxies.
Here the token is combined with a secret that only the browser has, in a cookie that no script can read.
"""

import re
import secrets
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jobs_app.server.request_checks import is_page

COOKIE = "jobs_browser"
SECRET_BYTES = 32
SECRET = re.compile(r"[\w-]{43}", re.ASCII)
CLOCK_PATH = "/healthz"
"""What pages request that another web server has sent."""


class BrowserSessions:
    """Gives browsers a cookie with pages, and replaces the token of a websocket by one that only they can cause.

    granian sends no headers with a handshake. A websocket without a cookie gets a session that nobody finds again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        secret = _secret_of(scope)
        if scope["type"] == "websocket":
            return await self._app(_bound(scope, secret or _new_secret()), receive, send)
        is_new = not secret and (is_page(scope["path"]) or scope["path"] == CLOCK_PATH)
        await self._app(scope, receive, _with_cookie(scope, send) if is_new else send)


def bound_token(token: str, secret: str) -> str:
    """The token of a session that only a browser with this secret can open."""
    return str(UUID(bytes=blake2b(token.encode(), key=secret.encode(), digest_size=16).digest()))


def _bound(scope: Scope, secret: str) -> Scope:
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    query["token"] = bound_token(query.get("token", ""), secret)
    return {**scope, "query_string": urlencode(query).encode()}


def _secret_of(scope: Scope) -> str:
    """The secret in the cookie of a request; empty if it has none."""
    found = HTTPConnection(scope).cookies.get(COOKIE, "")
    return found if SECRET.fullmatch(found) else ""


def _new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _with_cookie(scope: Scope, send: Send) -> Send:
    forwarded = HTTPConnection(scope).headers.get("x-forwarded-proto", "")
    secure = "; Secure" if "https" in (forwarded, scope.get("scheme")) else ""
    cookie = f"{COOKIE}={_new_secret()}; Path=/; HttpOnly; SameSite=Strict{secure}"

    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(raw=message["headers"]).append("set-cookie", cookie)
        await send(message)

    return send_with_cookie
