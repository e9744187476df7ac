"""A real dashboard in a separate process, in production mode, on a free port."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from tests.support.ports import free_port
from tests.support.waiting import DEADLINE_SECONDS, wait_for


class Server:
    """`jobs serve` with settings of its own."""

    def __init__(
        self, folder: Path, database_url: str, worker: bool = False, port: int = 0, **settings: object
    ) -> None:
        self.folder, self.port, self.worker = folder, port or free_port(), worker
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        given = {f"JOBS_{name.upper()}": str(value) for name, value in settings.items()}
        self.environment = {**os.environ, "JOBS_DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1", **given}
        self.arguments: tuple[str, ...] = ()
        self.process: subprocess.Popen[bytes] | None = None

    def poll_faster_than_allowed(self, seconds: float) -> "Server":
        """Lower the minimum of the interval in all processes of this dashboard: an hour of polls in a minute."""
        self.environment["JOBS_POLL_INTERVAL_SECONDS"] = str(seconds)
        return self._with("jobs_app.settings.polling", "MIN_INTERVAL_SECONDS", seconds)

    def poll_hidden_tabs_every(self, seconds: float) -> "Server":
        """Every few seconds instead of once a minute."""
        return self._with("jobs_app.polling.loop", "SLOW_INTERVAL_SECONDS", seconds)

    def give_up_on_stalled_clients_after(self, seconds: float) -> "Server":
        return self._with("jobs_app.server.send_timeout", "SEND_TIMEOUT_SECONDS", seconds)

    def wait_for_heads_of_requests(self, seconds: float) -> "Server":
        return self._with("jobs_app.server.serve", "HEADER_READ_TIMEOUT_MILLISECONDS", int(seconds * 1000))

    def _with(self, module: str, name: str, value: float) -> "Server":
        return self.altered(f"import {module}\n{module}.{name} = {value}\n")

    def altered(self, code: str) -> "Server":
        """Let all processes of this dashboard run some code at start."""
        (self.folder / "sitecustomize.py").write_text(code)
        self.environment["PYTHONPATH"] = str(self.folder)
        return self

    def memory(self) -> int:
        """Resident bytes of the process that serves the pages."""
        assert self.process
        family = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        return max(process.memory_info().rss for process in family)

    def start(self) -> "Server":
        command = [sys.executable, "-m", "jobs_app.cli", "serve", "--port", str(self.port), *self.arguments]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command if self.worker else [*command, "--no-worker"],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.answers, lambda: f"an answer of the dashboard; it said: {self.output()}")
        return self

    def answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, f"the dashboard ended: {self.output()}"
        try:
            with urllib.request.urlopen(f"{self.url}/ping", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def loops(self) -> int:
        """The number of poll loops of the server."""
        with urllib.request.urlopen(f"{self.url}/healthz", timeout=DEADLINE_SECONDS) as answer:
            return int(json.load(answer)["open_pages"])

    def output(self) -> str:
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Like a power cut: the whole process group is killed at once."""
        self._end(signal.SIGKILL)

    def _end(self, sign: int) -> None:
        if self.process and self.process.poll() is None:
            if sign == signal.SIGKILL:
                os.killpg(self.process.pid, sign)
            else:
                self.process.send_signal(sign)
            self.process.wait(DEADLINE_SECONDS)
