"""All middleware together: who is told what, and what is cached."""

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from jobs_app.dashboard.reflex_internals.config import development_origins
from jobs_app.server.connection_limits import BURST, MaxConnections
from jobs_app.server.event_filter import EventFilter
from jobs_app.server.middleware import Access, delivered
from jobs_app.settings import Settings
from tests.unit.server.asgi import Echo, answers, scope


async def _path(request: Request) -> Response:
    return PlainTextResponse(request.scope["path"])


def get(built: Path, path: str, access: Access | None = None, **headers: str) -> httpx.Response:
    async def request() -> httpx.Response:
        inner = Starlette(routes=[Route("/{path:path}", _path)])
        app = delivered(inner, built, EventFilter({}), access or Access.of(Settings()))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8000") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(request())


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:3000"])
def test_development_pages_may_read_without_credentials(
    tmp_path: Path, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFLEX_ENV_MODE", "dev")
    answer = get(tmp_path, "/api/jobs", Access.of(Settings(), development_origins()), origin=origin)
    assert answer.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("mode", ["dev", "prod"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:3001", "http://localhost"])
def test_other_origins_get_no_cors_header(
    tmp_path: Path, origin: str, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFLEX_ENV_MODE", mode)
    answer = get(tmp_path, "/api/jobs", Access.of(Settings(), development_origins()), origin=origin)
    assert not [name for name in answer.headers if name.startswith("access-control-allow")]


@pytest.mark.parametrize(
    ("path", "immutable"),
    [
        ("/assets/a-1.js", True),
        ("/assets/%2e%2e/jobs/index.html", False),
        ("/assets/%2e%2e/assets/a-1.js", False),
        ("/assets//a-1.js", False),
        ("/assets/missing.js", False),
        ("/assets/", False),
        ("/jobs.css", False),
    ],
)
def test_only_built_assets_are_cached_for_ever(tmp_path: Path, path: str, immutable: bool) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a-1.js").touch()
    (tmp_path / "jobs.css").touch()
    assert ("immutable" in get(tmp_path, path).headers["cache-control"]) == immutable


@pytest.mark.parametrize(
    ("settings", "host", "status"),
    [
        (Settings(), "evil.example", 421),
        (Settings(host="0.0.0.0", allow_anyone=True), "evil.example", 200),
        (Settings(host="0.0.0.0", allow_anyone=True, allowed_origins="https://jobs.example"), "evil.example", 421),
        (Settings(host="0.0.0.0", allow_anyone=True, allowed_origins="https://jobs.example"), "jobs.example", 200),
        (Settings(host="0.0.0.0", allow_anyone=True, allowed_origins="https://jobs.example"), "10.0.0.7:3000", 200),
        (Settings(host="0.0.0.0", allow_anyone=True, allowed_origins="https://jobs.example"), "localhost", 200),
    ],
)
def test_hosts_are_checked_on_loopback_or_with_origins(
    tmp_path: Path, settings: Settings, host: str, status: int
) -> None:
    assert get(tmp_path, "/jobs", Access.of(settings), host=host).status_code == status


def test_refused_websockets_use_up_no_connections(tmp_path: Path) -> None:
    """A page of another site could otherwise keep its reader's own dashboard from connecting."""

    async def scenario() -> None:
        echo = Echo()
        echo.release.set()
        access = Access(connections=MaxConnections(total=1, per_client=1))
        app = delivered(echo, tmp_path, EventFilter({}), access)
        evil = {"host": "localhost", "origin": "https://evil.example"}
        for _ in range(2 * BURST):
            (refused,) = await answers(app, scope("websocket", "/_event/", query="token=a", **evil))
            assert refused["code"] == 1008
        sent = await answers(app, scope("websocket", "/_event/", query="token=a", host="localhost"))
        assert [message["type"] for message in sent] == ["websocket.accept"]

    asyncio.run(scenario())
