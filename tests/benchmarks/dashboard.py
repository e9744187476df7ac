"""A dashboard with 50 running jobs and a browser that shows it, for the benchmarks."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from jobs_app.database import open_database
from jobs_app.database.migrations import upgrade
from jobs_app.server import build
from tests.browser.conftest import CHROMIUM
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server
from tests.browser.objects.tabs import Chromium, chromium_with_tabs


@contextmanager
def dashboard(**settings: object) -> Generator[tuple[Server, Jobs]]:
    """A production server on a database of its own, empty."""
    if not build.is_current():
        build.build()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/jobs.db"
        upgrade(url)
        engine = open_database(url)
        server = Server(Path(folder), url, max_connections_per_client=500, **settings).start()  # type: ignore[arg-type]
        try:
            yield server, Jobs(engine)
        finally:
            server.stop()
            engine.dispose()


@contextmanager
def browser() -> Generator[Chromium]:
    with chromium_with_tabs(next(filter(None, map(shutil.which, CHROMIUM)))) as chromium:
        yield chromium
