"""The environment of the tests: settings that differ between machines, shells and developers are removed."""

import os
import signal

FOREIGN = ("JOBS_", "REFLEX_", "__REFLEX_", "GRANIAN_")
OF_TERMINALS = ("COLUMNS", "LINES", "FORCE_COLOR", "PY_COLORS", "NO_COLOR", "GITHUB_ACTIONS", "TERMINAL_WIDTH")


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


def make_equal() -> None:
    """Settings, terminal, proxies and signals are the same everywhere, also for the programs that tests start."""
    for name in [name for name in os.environ if name.startswith(FOREIGN) or name in OF_TERMINALS]:
        del os.environ[name]
    os.environ |= {"NO_PROXY": "127.0.0.1,localhost,::1", "no_proxy": "127.0.0.1,localhost,::1"}
    os.environ["REFLEX_TELEMETRY_ENABLED"] = "false"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # Each program would compile all it imports anew.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    # A shell starts what runs in its background with SIGINT ignored, nohup ignores SIGHUP: programs inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)
