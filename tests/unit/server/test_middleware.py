"""Addresses of pages, and redirects that work behind any proxy."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from jobs_app.server.middleware import PageAddresses, RelativeRedirects


async def _path(request: Request) -> Response:
    return PlainTextResponse(request.url.path)


def fetch(app: ASGIApp, path: str, **headers: str) -> httpx.Response:
    async def request() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://inside:3000") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(request())


@pytest.mark.parametrize("accept", ["*/*", "text/html,*/*;q=0.8", "application/json", ""])
@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/jobs", "/jobs/"),
        ("/jobs/", "/jobs/"),
        ("/jobs/1", "/jobs/any/"),
        ("/jobs/a%2Fb", "/jobs/any/"),
        ("/jobs.css", "/jobs.css"),
        ("/nowhere", "/nowhere"),
    ],
)
def test_page_is_found_whatever_the_client_accepts(path: str, file: str, accept: str) -> None:
    app = PageAddresses(Starlette(routes=[Route("/{path:path}", _path)]))
    assert fetch(app, path, accept=accept).text == file


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        ("http://inside:3000/jobs/?q=a#b", "/jobs/?q=a#b"),
        ("https://inside/", "/"),
        ("http://inside", "/"),
        ("/jobs?status=failed", "/jobs?status=failed"),
    ],
)
def test_redirect_is_relative(location: str, sent: str) -> None:
    async def redirect(_request: Request) -> Response:
        return RedirectResponse(location)

    app = RelativeRedirects(Starlette(routes=[Route("/", redirect)]))
    assert fetch(app, "/").headers["location"] == sent
