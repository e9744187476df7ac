"""What the log says of polls that fail."""

import logging

import pytest
from sqlalchemy.exc import OperationalError

from jobs_app.polling.failure_log import QUIET_SECONDS, FailureLog

LOCKED = OperationalError("SELECT", {}, Exception("database is locked"))


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING)
    return caplog


def test_trouble_is_said_once_with_its_cause_however_many_viewers_meet_it(said: pytest.LogCaptureFixture) -> None:
    now = 0.0
    troubles = FailureLog(lambda: now)
    for second in range(3600):
        now = float(second)
        troubles.failed(LOCKED)
        troubles.succeeded()
    assert said.messages == ["polling failed: the database is locked by another program"]
    assert said.records[0].exc_info


def test_end_of_a_trouble_is_said_and_its_return_too(said: pytest.LogCaptureFixture) -> None:
    now = 0.0
    troubles = FailureLog(lambda: now)
    troubles.failed(LOCKED)
    troubles.failed(RuntimeError("boom"))
    now = QUIET_SECONDS + 1
    troubles.succeeded()
    troubles.succeeded()
    troubles.failed(LOCKED)
    assert said.messages == [
        "polling failed: the database is locked by another program",
        "polling failed: unexpected error (RuntimeError)",
        "polling has worked for 150 s without: the database is locked by another program",
        "polling has worked for 150 s without: unexpected error (RuntimeError)",
        "polling failed: the database is locked by another program",
    ]
