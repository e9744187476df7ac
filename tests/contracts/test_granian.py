"""What `jobs serve` relies on in granian beyond its documented interface."""

import inspect
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from granian import _granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from jobs_app.server import serve
from jobs_app.settings import Settings


def test_server_takes_the_options_that_we_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """A renamed option raises TypeError; the server is created, but does not serve."""
    monkeypatch.setattr(MPServer, "serve", lambda self: built.append(self))
    monkeypatch.setenv("GRANIAN_WORKERS", "3")
    monkeypatch.setattr("sys.path", [])
    built = list[Any]()
    serve._run_backend(Settings(), "127.0.0.1", 3000, threading.Event())
    assert (built[0].bind_addr, built[0].bind_port, built[0].workers) == ("127.0.0.1", 3000, 3)
    assert built[0].workers_kill_timeout == serve.KILL_AFTER_SECONDS
    assert built[0].interface is Interfaces.ASGI
    assert built[0].http is HTTPModes.http1
    assert built[0].http1_settings.header_read_timeout == 5_000
    assert 64 <= built[0].backpressure <= built[0].backlog == 4_096


def test_shutdown_is_called_when_serving_ends() -> None:
    """It is overridden, to detect that the shutdown begins."""
    assert list(inspect.signature(MPServer.shutdown).parameters) == ["self", "exit_code"]
    assert "self.shutdown(" in inspect.getsource(MPServer._serve)
    assert LogLevels.warning


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms' packages may have another allocator")
def test_memory_of_granian_is_managed_by_jemalloc(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that `RETURN_FREED_MEMORY` has an effect."""
    monkeypatch.setattr(os, "environ", dict[str, str]())
    serve._prepare_environment(Settings(), "127.0.0.1")
    (name,) = [name for name, value in os.environ.items() if value == serve.RETURN_FREED_MEMORY]
    assert name.encode() in Path(_granian.__file__).read_bytes()
