"""A browser, a dashboard that is built once, and pages on which any error fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from jobs_app.database import open_database
from jobs_app.serving import build
from tests.browser.job_log import Log, OpenLog
from tests.browser.job_screen import JobScreen, OpenJob
from tests.browser.jobs import Jobs
from tests.browser.screen import Screen
from tests.browser.server import Server
from tests.browser.tabs import Chromium, chromium_with_tabs
from tests.services import missing

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EXPECTED = ("WebSocket connection to", "ERR_CONNECTION_", "ERR_EMPTY_RESPONSE", "ERR_INTERNET_DISCONNECTED")
"""What browsers print about a server that a test has taken away."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is."""
    named = os.environ.get("CHROMIUM", "")
    found = named or next(filter(None, map(shutil.which, CHROMIUM)), "") or _own_chromium()
    return found or missing(
        "Chromium",
        "none of "
        + ", ".join(CHROMIUM)
        + " on the PATH (Debian: apt install chromium, else: playwright install chromium)",
    )


def _own_chromium() -> str:
    """The one that `playwright install chromium` has brought, if it has."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tabs(chromium: str) -> Iterator[Chromium]:
    """A browser of its own whose tabs are really hidden, and whose pages really rest in its back/forward cache."""
    with chromium_with_tabs(chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def built() -> None:
    """The production build, made anew only when its sources changed."""
    if not build.is_current():
        build.build()


@pytest.fixture
def jobs(sqlite_database_url: str) -> Iterator[Jobs]:
    """The jobs table that the dashboard of this test shows."""
    engine = open_database(sqlite_database_url)
    yield Jobs(engine)
    engine.dispose()


@pytest.fixture
def serve(built: None, tmp_path: Path, sqlite_database_url: str) -> Iterator[Callable[..., Server]]:
    """Start a dashboard; settings are given by name: `serve(poll_interval_seconds=2)`."""
    started: list[Server] = []

    def start(
        database_url: str = sqlite_database_url, worker: bool = False, port: int = 0, **settings: object
    ) -> Server:
        server = Server(tmp_path, database_url, worker, port, **settings)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[Callable[[str], Screen]]:
    """Open an address; any error of the page fails the test at its end."""
    errors: list[str] = []

    def note(kind: str, said: str) -> None:
        if not any(sign in said for sign in EXPECTED):
            errors.append(f"{kind}: {said}")

    def open_address(address: str) -> Screen:
        page: Page = context.new_page()
        page.on("console", lambda message: note("console", message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: note("error", str(error)))
        page.goto(address)
        return Screen(page)

    yield open_address
    assert not errors, "\n".join(errors)


@pytest.fixture
def screen(serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs) -> Callable[..., Screen]:
    """The list, open in a browser, polling every 2 s: `screen()`, `screen("?status=failed")`."""

    def show(query: str = "", **settings: object) -> Screen:
        server = serve(**{"poll_interval_seconds": 2, **settings})
        return open_page(f"{server.url}/jobs{query}").ready()

    return show


@pytest.fixture
def log(jobs: Jobs) -> Log:
    return Log(jobs)


@pytest.fixture
def open_log(serve: Callable[..., Server], open_page: Callable[[str], Screen], log: Log) -> OpenLog:
    """The page of the job with this log, polling every 2 s."""

    def show(after: str = "") -> JobScreen:
        server = serve(poll_interval_seconds=2)
        return JobScreen(open_page(f"{server.url}/jobs/{log.job}{after}").page)

    return show


@pytest.fixture
def open_job(serve: Callable[..., Server], open_page: Callable[[str], Screen]) -> OpenJob:
    """A job's page, polling every 2 s."""

    def show(job_id: str, **settings: object) -> JobScreen:
        server = serve(**{"poll_interval_seconds": 2, **settings})
        return JobScreen(open_page(f"{server.url}/jobs/{job_id}").page)

    return show
