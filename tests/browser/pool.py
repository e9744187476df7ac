"""Dashboards that serve one test after another: starting one costs two seconds of a core."""

import sqlite3
from pathlib import Path

from tests.browser.server import Server
from tests.waiting import wait_for

INTERVALS = (2, 60)
"""Seconds between polls of the dashboards that are shared; those with other settings are started for their test."""
TABLES = ("job_log", "jobs")


class Pool:
    """Dashboards of one process of the test run, on one SQLite database that every test finds empty."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.url, self._folder, self._database = f"sqlite:///{database}", folder, database
        self._servers: dict[object, Server] = {}

    def empty(self) -> None:
        """Wait until nobody looks any more at what the last test has left, and delete it."""
        for server in self._servers.values():
            wait_for(lambda server=server: server.loops() == 0, "pages of the last test that are still open")
        with sqlite3.connect(self._database, timeout=30) as connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")
        connection.close()

    def server(self, **settings: object) -> Server | None:
        """The dashboard that has just these settings; None where each test has one of its own."""
        interval = settings.get("poll_interval_seconds")
        if len(settings) != 1 or interval not in INTERVALS:
            return None
        if interval not in self._servers:
            self._servers[interval] = Server(self._folder, self.url, poll_interval_seconds=interval).start()
        return self._servers[interval]

    def close(self) -> None:
        for server in self._servers.values():
            server.stop()
