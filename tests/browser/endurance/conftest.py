"""Tests that take long. Figures are printed; a test fails only when a rule is broken, on any machine."""

import pytest

from tests.browser.faults.report import recorded


@pytest.fixture
def own_server() -> bool:
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("figures")
    for name, figures in recorded().items():
        terminalreporter.write_line(f"{name}: " + ", ".join(f"{value} {part}" for part, value in figures.items()))
