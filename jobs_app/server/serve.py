"""`jobs serve`: the dashboard in production mode, with a worker."""

import os
import socket
import sys
import threading
from pathlib import Path

from jobs_app.server import build
from jobs_app.server.open_files import MAX_REQUESTS, allowed_requests, raised_file_limit
from jobs_app.server.origins import is_loopback
from jobs_app.server.worker_supervisor import no_worker, supervised_worker
from jobs_app.settings import Settings

KILL_AFTER_SECONDS = 3
"""How long a process of the backend may take to stop, while the worker ends its jobs."""


HEADER_READ_TIMEOUT_MILLISECONDS = 5_000
"""How long a client may take to send the head of a request, and leave a connection idle between two requests."""

RETURN_FREED_MEMORY = "dirty_decay_ms:0,muzzy_decay_ms:0"
"""For jemalloc, in granian: pages go back to the system when they are freed. By default the buffers of a websocket,
190 kB, stay with the process after it is closed. jemalloc reads this once, when granian is imported."""
MALLOC_ARENAS = "2"
"""For glibc, which else keeps freed memory in up to eight arenas per processor (mallopt(3))."""


class ServeError(Exception):
    """The dashboard cannot start; the message is the reason, in one line."""


def serve(settings: Settings, host: str, port: int, with_worker: bool = True) -> None:
    """Serve until interrupted. Raises BuildError; the address must have been checked, the schema prepared."""
    if not build.is_current():
        print("Building the front end, which takes about half a minute …", flush=True)
        build.build()
    _prepare_environment(settings, host)
    os.chdir(build.ROOT)
    stopping = threading.Event()
    with supervised_worker(stopping) if with_worker else no_worker(stopping):
        print(f"Jobs dashboard: http://{host}:{port}/jobs (Ctrl-C ends it)", flush=True)
        _run_backend(settings, host, port, stopping)


def check_address(settings: Settings, host: str, port: int) -> None:
    """Raises ServeError if this host and port must not, or cannot, be listened on."""
    _check_host(settings, host)
    _check_port(host, port)


def _check_host(settings: Settings, host: str) -> None:
    if not is_loopback(host) and not settings.allow_anyone:
        raise ServeError(
            f"refusing to listen on {host}: there is no sign-in, so anyone who reaches it could see all jobs. "
            "Put a proxy with sign-in in front of it, then allow it with JOBS_ALLOW_ANYONE=true"
        )


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServeError(f"cannot listen on {host}:{port}: {error.strerror}") from None


def _prepare_environment(settings: Settings, host: str) -> None:
    """Set what Reflex reads at import, and the settings in a form that does not depend on the working directory."""
    os.environ.update(
        {
            "REFLEX_ENV_MODE": "prod",
            "__REFLEX_SKIP_COMPILE": "true",
            "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
            "REFLEX_TELEMETRY_ENABLED": "false",
            "REFLEX_SOCKET_INTERVAL": os.environ.get("REFLEX_SOCKET_INTERVAL", "10"),
            "REFLEX_SOCKET_TIMEOUT": os.environ.get("REFLEX_SOCKET_TIMEOUT", "15"),
            "GRANIAN_WORKERS": os.environ.get("GRANIAN_WORKERS", "1"),
            "_RJEM_MALLOC_CONF": os.environ.get("_RJEM_MALLOC_CONF", RETURN_FREED_MEMORY),
            "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", MALLOC_ARENAS),
            "JOBS_DATABASE_URL": absolute_url(settings.database_url),
            "JOBS_QUEUE_URL": absolute_url(settings.queue),
            "JOBS_REDIS_URL": settings.redis_url,
            "JOBS_HOST": host,
        }
    )
    if config := os.environ.get("JOBS_CONFIG") or ("jobs.toml" if Path("jobs.toml").exists() else ""):
        os.environ["JOBS_CONFIG"] = str(Path(config).absolute())


def absolute_url(url: str) -> str:
    """A SQLite URL that means the same file from every working directory; others stay as they are."""
    scheme, separator, path = url.partition(":///")
    return f"{scheme}:///{Path(path).absolute()}" if scheme.startswith("sqlite") and separator and path else url


def _run_backend(settings: Settings, host: str, port: int, stopping: threading.Event) -> None:
    """Serve until SIGTERM or SIGINT; `stopping` is set as soon as shutdown begins."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    class Backend(MPServer):
        def shutdown(self, exit_code: int = 0) -> None:
            stopping.set()
            super().shutdown(exit_code)

    sys.path.append(str(build.ROOT))
    Backend(
        "jobs_app.jobs_app:app",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        http=HTTPModes.auto if settings.http2 else HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_READ_TIMEOUT_MILLISECONDS),
        backlog=MAX_REQUESTS,
        backpressure=allowed_requests(raised_file_limit(), settings.max_connections),
        workers=int(os.environ["GRANIAN_WORKERS"]),
        workers_kill_timeout=KILL_AFTER_SECONDS,
        log_level=LogLevels.warning,
    ).serve()
