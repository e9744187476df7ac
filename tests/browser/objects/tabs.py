"""Real tabs, of which one is visible.

Playwright keeps all its pages visible, so this uses Chromium's debugging protocol.
"""

import json
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.support.ports import free_port
from tests.support.waiting import DEADLINE_SECONDS, wait_for

MESSAGE = "42"
"""The start of a socket.io message; other messages are heartbeats of the connection."""

REPLACED = ("context was destroyed", "Cannot find", "navigated or closed", "Promise was collected")
"""Errors of Chromium about a page that is being replaced."""


class Tab:
    """One tab, with the messages that its page received from the server."""

    def __init__(self, chromium: "Chromium", target: dict[str, Any]) -> None:
        self.chromium, self.id = chromium, target["id"]
        self.line: ClientConnection = chromium.lines.enter_context(
            connect(target["webSocketDebuggerUrl"], max_size=None, ping_interval=None)
        )
        self.messages: list[str] = []
        self.sent: list[str] = []
        self._calls = 0
        self.call("Network.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return dict(self._ask(method, parameters).get("result", {}))

    def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._calls += 1
        self.line.send(json.dumps({"id": self._calls, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.line.recv(DEADLINE_SECONDS))
            self._note(message)
            if message.get("id") == self._calls:
                return dict(message)

    def _note(self, message: dict[str, Any]) -> None:
        if message.get("method") == "Network.webSocketFrameReceived":
            payload = message["params"]["response"]["payloadData"]
            if payload.startswith(MESSAGE):
                self.messages.append(payload)
        if message.get("method") == "Network.webSocketFrameSent":
            self.sent.append(message["params"]["response"]["payloadData"])

    def js(self, expression: str) -> Any:
        """The value of an expression; None while the page is being replaced by another."""
        message = self._ask("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
        if "error" in message:
            assert any(sign in message["error"]["message"] for sign in REPLACED), message["error"]
            return None
        thrown = message["result"].get("exceptionDetails")
        assert not thrown, f"{expression}: {thrown.get('exception', thrown).get('description', thrown)}"
        return message["result"]["result"].get("value")

    def fact(self, name: str) -> str:
        return str(self.js(f"document.querySelector('[data-testid=refresh-status]')?.dataset.{name} ?? ''"))

    def state(self, wanted: str) -> None:
        wait_for(lambda: self.fact("state") == wanted, lambda: f"{wanted}, now {self.fact('state')}")

    def show(self) -> None:
        self.chromium.get(f"/json/activate/{self.id}")
        wait_for(lambda: self.js("document.visibilityState") == "visible", "a visible tab")

    def quiet_for(self, seconds: float) -> int:
        """The number of messages from the server in so many seconds."""
        before, until = len(self.messages), time.monotonic() + seconds
        wait_for(lambda: self.js("0") == 0 and time.monotonic() > until)
        return len(self.messages) - before


class Chromium:
    """A separate browser, controlled over its debugging port."""

    def __init__(self, port: int, lines: ExitStack) -> None:
        self.lines = lines
        self.address = f"http://127.0.0.1:{port}"

    def get(self, path: str, method: str = "GET") -> str:
        request = urllib.request.Request(self.address + path, method=method)
        with urllib.request.urlopen(request, timeout=DEADLINE_SECONDS) as answer:
            return str(answer.read().decode())

    def is_up(self) -> bool:
        try:
            return bool(self.get("/json/version"))
        except OSError:
            return False

    def open(self, url: str) -> Tab:
        """A new tab in front; the former one is hidden."""
        return Tab(self, json.loads(self.get(f"/json/new?{url}", "PUT")))


@contextmanager
def chromium_with_tabs(program: str) -> Iterator[Chromium]:
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless=new", "--no-sandbox", "--no-first-run", f"--user-data-dir={profile}"]
        command = [program, *options, f"--remote-debugging-port={port}", "about:blank"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with ExitStack() as lines:
                browser = Chromium(port, lines)
                wait_for(browser.is_up, "Chromium")
                yield browser
        finally:
            process.kill()
            process.wait()
