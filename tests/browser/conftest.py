"""A browser, a dashboard that is built once, and pages whose errors fail the test."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from jobs_app.database import open_database
from jobs_app.server import build
from tests.browser.objects.job_log import Log, OpenLog
from tests.browser.objects.job_screen import JobScreen, OpenJob
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.pool import Pool
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.browser.objects.tabs import Chromium, chromium_with_tabs
from tests.support.services import missing
from tests.support.waiting import DEADLINE_SECONDS

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HEADLESS = "chromium-headless-shell"
EXPECTED = ("WebSocket connection to", "ERR_CONNECTION_", "ERR_EMPTY_RESPONSE", "ERR_INTERNET_DISCONNECTED")
"""Console messages of browsers about a server that a test has stopped."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    named = os.environ.get("CHROMIUM", "")
    found = named or next(filter(None, map(shutil.which, CHROMIUM)), "") or _own_chromium()
    return found or missing(
        "Chromium",
        "none of "
        + ", ".join(CHROMIUM)
        + " on the PATH (Debian: apt install chromium, else: playwright install chromium)",
    )


def _own_chromium() -> str:
    """The Chromium that `playwright install chromium` installed, if any."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium, or one with a window if HEADED is set."""
    expect.set_options(timeout=DEADLINE_SECONDS * 1000)
    headless = not os.environ.get("HEADED")
    # What is made for this takes a third of the time that the browser with all its parts takes.
    program = (headless and shutil.which(HEADLESS)) or chromium
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=headless, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tabs(chromium: str) -> Iterator[Chromium]:
    """A browser whose tabs are really hidden, and whose pages really enter its back/forward cache."""
    with chromium_with_tabs(chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def built() -> None:
    """The production build, rebuilt only when its sources changed, by one process of the test run for all."""
    with (build.ROOT / "rxconfig.py").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not build.is_current():
            build.build()


@pytest.fixture(scope="session")
def pool(built: None, tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Iterator[Pool]:
    """Dashboards that tests share."""
    folder = tmp_path_factory.mktemp("pool")
    pool = Pool(folder, shutil.copy(_sqlite_template, folder / "jobs.db"))
    yield pool
    pool.close()


@pytest.fixture
def own_server(request: pytest.FixtureRequest) -> bool:
    """Whether a test changes its database or its dashboard in a way that no other test may see."""
    return request.node.get_closest_marker("own_server") is not None


@pytest.fixture
def sqlite_database_url(own_server: bool, tmp_path: Path, pool: Pool, _sqlite_template: Path) -> str:
    """A SQLite database without jobs."""
    if own_server:
        return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'jobs.db')}"
    pool.empty()
    return pool.url


@pytest.fixture
def jobs(sqlite_database_url: str) -> Iterator[Jobs]:
    """The jobs table that the dashboard of this test shows."""
    engine = open_database(sqlite_database_url)
    yield Jobs(engine)
    engine.dispose()


@pytest.fixture
def serve(built: None, tmp_path: Path, sqlite_database_url: str, pool: Pool) -> Iterator[Callable[..., Server]]:
    """A dashboard with the given settings: `serve(poll_interval_seconds=2)`. Common settings share dashboards."""
    started: list[Server] = []

    def start(
        database_url: str = sqlite_database_url, worker: bool = False, port: int = 0, **settings: object
    ) -> Server:
        if database_url == pool.url and not worker and not port and (shared := pool.server(**settings)):
            return shared
        server = Server(tmp_path, database_url, worker, port, **settings)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(DEADLINE_SECONDS * 1000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[Callable[[str], Screen]]:
    """Open an address; any error of the page fails the test at its end."""
    errors: list[tuple[str, str]] = []
    opened: set[str] = set()

    def note(text: str, source: str = "") -> None:
        if not any(sign in text for sign in EXPECTED):
            errors.append((text, source))

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            note(message.text, message.location["url"])

    def open_address(address: str) -> Screen:
        page: Page = context.new_page()
        page.on("console", note_console)
        page.on("pageerror", lambda error: note(str(error)))
        response = page.goto(address)
        opened.add(response.url if response else address)
        return Screen(page)

    yield open_address
    # Browsers report the status 404 of the opened address itself too, which is what an unknown address is to answer.
    faults = [text for text, source in errors if not ("status of 404" in text and source in opened)]
    assert not faults, "\n".join(faults)


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
