"""Which origins may use the server, what pages may do, and on which addresses the server listens."""

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from reflex_base.config import get_config
from reflex_base.constants import PackageJson
from starlette.datastructures import Headers
from websockets import Origin
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from jobs_app.dashboard.reflex_internals.config import development_origins
from jobs_app.server.origins import is_loopback, is_own_host, is_own_origin
from jobs_app.server.security_headers import content_policy
from jobs_app.server.serve import ServeError, check_address
from jobs_app.settings import Settings
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

Serve = Callable[..., Server]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "jobs.example.org", "", "127.1"])
def test_public_host_without_sign_in_is_refused_with_advice(host: str) -> None:
    with pytest.raises(ServeError, match="JOBS_ALLOW_ANYONE=true"):
        check_address(Settings(), host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_loopback_addresses_are_recognized(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        (None, True),
        ("http://jobs:3000", True),
        ("https://jobs:3000", True),
        ("https://other.example", True),
        ("http://jobs", False),
        ("http://jobs:3000.evil.example", False),
        ("http://evil.example/jobs:3000", False),
        ("null", False),
        ("", False),
        ("http://[", False),
        ("http://jobs:3000/", False),
    ],
)
def test_only_own_and_configured_origins_are_allowed(origin: str | None, own: bool) -> None:
    headers = Headers({"host": "jobs:3000"} | ({} if origin is None else {"origin": origin}))
    assert is_own_origin(headers, ("https://other.example",)) == own


def test_inline_scripts_are_allowed_by_hash_only(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<script src="/x.js"></script><script>alert(1)</script><script type="m">2</script>'
    )
    policy = content_policy(tmp_path)
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert len(re.findall("'sha256-[^']{44}'", scripts)) == 2
    assert "unsafe" not in scripts


def test_websocket_of_another_origin_is_refused(serve: Serve) -> None:
    server = serve(allowed_origins="https://jobs.example.org")
    address = server.url.replace("http", "ws") + "/_event/?EIO=4&transport=websocket&token=stranger"
    for origin in (server.url, "https://jobs.example.org"):
        with connect(address, additional_headers={"Origin": origin}) as socket:
            assert json.loads(str(socket.recv())[1:])["sid"]
    for origin in ("https://evil.example", "null", server.url + ".evil.example"):
        with pytest.raises(InvalidStatus, match="403"), connect(address, additional_headers={"Origin": origin}):
            pass


SITE = {"accept": "text/html", "origin": "https://evil.example"}
ANSWERS = {
    "/": 307,
    "/?status=failed": 307,
    "/jobs": 200,
    "/jobs/a": 200,
    "/api/jobs": 200,
    "/api/jobs/nothing": 404,
    "/api/nowhere": 404,
    "/healthz": 200,
    "/readyz": 200,
    "/ping": 200,
    "/favicon.svg": 200,
    "/assets/nothing.js": 404,
    "/assets/%2e%2e/jobs/index.html": 200,
    "/assets/../jobs.css": 200,
    "/nowhere": 404,
}
"""A path and the status of its response. All responses have the same security headers."""


@pytest.fixture
def answer(serve: Serve) -> Callable[..., httpx.Response]:
    server = serve()

    def ask(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return httpx.request(method, server.url + path, headers=SITE | headers, follow_redirects=False)

    return ask


def test_responses_have_security_headers_and_no_cors(answer: Callable[..., httpx.Response]) -> None:
    (script,) = re.findall(r'src="(/assets/[^"]+)"|$', answer("/jobs").text)[:1]
    asked = {**ANSWERS, script or "/jobs.css": 200}
    for path, status in asked.items():
        got = answer(path)
        assert got.status_code == status, path
        has_sane_headers(got)
        assert ("immutable" in got.headers["cache-control"]) == (path == script), path
    for method, path in (("POST", "/"), ("POST", "/api/jobs"), ("OPTIONS", "/jobs"), ("PUT", "/_event/?EIO=4")):
        has_sane_headers(answer(path, method))
    assert answer("/?status=failed").headers["location"] == "/jobs?status=failed"


def has_sane_headers(got: httpx.Response) -> None:
    assert "script-src 'self'" in got.headers["content-security-policy"], got.url
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["x-frame-options"] == "SAMEORIGIN"
    assert got.headers["referrer-policy"] == "same-origin"
    assert got.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-credentials" not in got.headers, got.url
    assert "access-control-allow-origin" not in got.headers, got.url


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:3000", "127.0.0.1", "127.9.9.9:1", "[::1]:3000", "192.168.1.7", "jobs.example.org"]
)
def test_host_names_of_loopback_are_own(host: str) -> None:
    assert is_own_host(host, ("https://jobs.example.org",))
    assert is_own_host(host, ("https://jobs.example.org:8443",))


@pytest.mark.parametrize(
    "host",
    ["", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "evil@localhost", "["],
)
def test_host_names_open_to_dns_rebinding_are_refused(host: str) -> None:
    assert not is_own_host(host, ("https://jobs.example.org",))


def test_dns_rebinding_page_reads_nothing(answer: Callable[..., httpx.Response]) -> None:
    """DNS rebinding: to the browser, evil.example and this server are the same origin."""
    evil = {"host": "evil.example:3000", "origin": "http://evil.example:3000"}
    for path in ("/", "/jobs", "/api/jobs", "/healthz", "/_event/?EIO=4&transport=websocket&token=a"):
        got = answer(path, **evil)
        assert got.status_code == 421, path
        assert "JOBS_ALLOWED_ORIGINS" in got.text
        has_sane_headers(got)


def test_websocket_host_is_refused_unless_configured(serve: Serve) -> None:
    server = serve(allowed_origins="https://jobs.example.org")
    line = f"{server.url.replace('http', 'ws')}/_event/?EIO=4&transport=websocket&token=a"
    with pytest.raises(InvalidStatus, match="403"), connect_as(line, "evil.example:3000", "http://evil.example:3000"):
        pass
    with connect_as(line, "jobs.example.org", "https://jobs.example.org") as socket:
        assert json.loads(str(socket.recv())[1:])["sid"]
    named = httpx.get(f"{server.url}/api/jobs", headers={"host": "jobs.example.org"})
    assert named.status_code == 200


def connect_as(line: str, host: str, origin: str) -> ClientConnection:
    """Open a websocket under another host name, as a browser does after DNS rebinding."""
    port = int(line.split(":")[2].partition("/")[0])
    named = line.replace(f"127.0.0.1:{port}", host)
    return connect(named, sock=socket.create_connection(("127.0.0.1", port)), origin=Origin(origin), ssl=None)


@pytest.mark.parametrize("query", ["EIO=4&transport=websocket", "EIO=4&transport=websocket&token="])
@pytest.mark.own_server
def test_websocket_without_a_token_is_refused(serve: Serve, query: str) -> None:
    server = serve()
    for path in ("/_event/", "/jobs"):
        with pytest.raises(InvalidStatus, match="403"), connect(f"{server.url.replace('http', 'ws')}{path}?{query}"):
            pass
    assert "Traceback" not in server.output()


def test_csp_allows_our_pages_and_no_injected_script(
    serve: Serve, open_page: Callable[[str], Screen], jobs: Jobs
) -> None:
    """Any violation is an error in the console, which fails the test; one is caused on purpose."""
    evil = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>\u202e" + "x" * 10_000_000
    jobs.add(status="failed", error_message="it broke")
    texts = {"target": evil, "error_message": evil, "error_traceback": evil, "summary_json": evil, "worker": evil}
    (job,) = jobs.add(status="failed", job_type=evil[:100], item_unit=evil, total_count=5, processed_count=3, **texts)
    server = serve(poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs").ready()
    expect(page.row(job)).to_contain_text("<script>")
    page.next_poll()
    assert_layout_holds(page)
    page.row(job).get_by_role("link").click()
    expect(page.page.get_by_test_id("job-detail")).to_contain_text("<script>window.hacked=1</script>")
    assert_layout_holds(page)
    tried = page.page.context.new_page()
    tried.goto(f"{server.url}/jobs")
    tried.evaluate("""() => { const image = document.createElement('div');
      image.innerHTML = '<img src=data: onerror="window.hacked = 1">'; document.body.append(image);
      addEventListener('securitypolicyviolation', (event) => { window.stopped = event.violatedDirective }); }""")
    wait_for(lambda: tried.evaluate("window.stopped"), "a script that is stopped")
    assert tried.evaluate("window.hacked") is page.js("window.hacked") is None


def assert_layout_holds(page: Screen) -> None:
    """Nothing is wider than the screen, and all rows of the list have the same height."""
    for width in (390, 1440):
        page.page.set_viewport_size({"width": width, "height": 900})
        assert page.js("document.documentElement.scrollWidth") <= width
        heights = page.js("[...document.querySelectorAll('[data-testid=job-row]')].map((row) => row.offsetHeight)")
        assert max(heights, default=0) - min(heights, default=0) <= 1, heights


def test_development_origins_are_allowed_in_development_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REFLEX_ENV_MODE", "dev")
    assert development_origins() == ("http://localhost:3000", "http://127.0.0.1:3000")
    monkeypatch.setenv("REFLEX_ENV_MODE", "prod")
    assert development_origins() == ()


def test_development_server_listens_on_loopback_only() -> None:
    assert is_loopback(get_config().backend_host)
    assert is_loopback(PackageJson.Commands.DEV.rpartition("--host ")[2])
