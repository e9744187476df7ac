"""Dashboards that are reused by tests: starting one takes two seconds of a core."""

import sqlite3
from pathlib import Path

from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

SHARED: tuple[dict[str, object], ...] = ({}, {"poll_interval_seconds": 2}, {"poll_interval_seconds": 60})
"""Settings of the shared dashboards; others are started for their test."""
TABLES = ("job_log", "jobs")


class Pool:
    """Dashboards of one process of the test run, on one SQLite database that is empty for every test."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.url, self._folder, self._database = f"sqlite:///{database}", folder, database
        self._servers: dict[int, Server] = {}

    def empty(self) -> None:
        """Wait until no page of the last test is open, and delete its jobs."""
        for server in self._servers.values():
            wait_for(lambda server=server: server.loops() == 0, "pages of the last test that are still open")
        with sqlite3.connect(self._database, timeout=30) as connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")
        connection.close()

    def server(self, **settings: object) -> Server | None:
        """The dashboard with exactly these settings; None if each test has its own."""
        if settings not in SHARED:
            return None
        which = SHARED.index(settings)
        if which not in self._servers:
            self._servers[which] = Server(self._folder, self.url, **settings).start()
        return self._servers[which]

    def close(self) -> None:
        for server in self._servers.values():
            server.stop()
