"""Log messages of failing polls."""

import logging

import pytest
from sqlalchemy.exc import OperationalError

from jobs_app.dashboard.keep_current import QUIET_SECONDS, log_poll
from jobs_app.database.failure_log import FailureLog

LOCKED = OperationalError("SELECT", {}, Exception("database is locked"))


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING)
    return caplog


def test_repeated_failure_is_logged_once_in_one_line(log: pytest.LogCaptureFixture) -> None:
    now = 0.0
    failures = FailureLog(logging.getLogger("test"), "polling", QUIET_SECONDS, lambda: now)
    for second in range(3600):
        now = float(second)
        log_poll(failures, LOCKED)
        log_poll(failures, None)
    assert log.messages == ["polling failed: the database is locked by another program"]
    assert not log.records[0].exc_info


def test_unexpected_failure_is_logged_with_its_traceback(log: pytest.LogCaptureFixture) -> None:
    log_poll(FailureLog(logging.getLogger("test"), "polling", QUIET_SECONDS), RuntimeError("boom"))
    assert log.messages == ["polling failed: unexpected error (RuntimeError)"]
    assert log.records[0].exc_info


def test_statement_of_a_failed_poll_is_logged_at_debug_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    log_poll(FailureLog(logging.getLogger("test"), "polling", QUIET_SECONDS), LOCKED)
    assert [record.levelname for record in caplog.records if record.exc_info] == ["DEBUG"]


def test_recovery_is_logged_and_a_new_failure_too(log: pytest.LogCaptureFixture) -> None:
    now = 0.0
    failures = FailureLog(logging.getLogger("test"), "polling", QUIET_SECONDS, lambda: now)
    log_poll(failures, LOCKED)
    log_poll(failures, RuntimeError("boom"))
    now = QUIET_SECONDS + 1
    log_poll(failures, None)
    log_poll(failures, None)
    log_poll(failures, LOCKED)
    assert log.messages == [
        "polling failed: the database is locked by another program",
        "polling failed: unexpected error (RuntimeError)",
        "polling has worked for 150 s without: the database is locked by another program",
        "polling has worked for 150 s without: unexpected error (RuntimeError)",
        "polling failed: the database is locked by another program",
    ]


def test_failure_without_quiet_period_ends_with_a_success(log: pytest.LogCaptureFixture) -> None:
    now = 0.0
    failures = FailureLog(logging.getLogger("test"), clock=lambda: now)
    for second in range(100):
        now = float(second)
        failures.failed("no answer: %s", second)
    failures.succeeded()
    failures.failed("no answer: %s", "again")
    assert log.messages == ["no answer: 0", "no answer: again"]
