"""Pytest hooks before and after a run: leftover processes and skips are failures."""

from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.run_folder import GRACE_SECONDS, RunFolder
from tests.support.seeds import FEW, SEEDS
from tests.support.surroundings import in_ci, make_equal

RUN = pytest.StashKey[RunFolder]()

# No example fails for how long it takes. The same ones are tried each time; `make endurance` looks for new ones.
settings.register_profile(
    "tests",
    deadline=None,
    derandomize=len(SEEDS) == FEW,
    database=None,
    max_examples=25 * len(SEEDS),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("tests")


def pytest_configure(config: pytest.Config) -> None:
    """Runs before anything else; workers of xdist inherit its environment."""
    make_equal()
    if not hasattr(config, "workerinput"):
        config.stash[RUN] = RunFolder()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """Leftover processes fail the run, and in CI skipped tests too."""
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    run = session.config.stash.get(RUN, None)
    if in_ci() and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if run and (left := run.left_after(GRACE_SECONDS)):
        print("still running after the tests, which fails them:", *left, sep="\n    ")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    if run := config.stash.get(RUN, None):
        run.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if in_ci() and (skipped := terminalreporter.stats.get("skipped")):
        terminalreporter.write_line(f"{len(skipped)} skipped, which fails where CI runs", red=True)
