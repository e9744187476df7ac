"""Longer timeouts of the database, because the machine may be busy."""

import pytest

from jobs_app.recorder.flusher import Flusher
from tests.support.waiting import DEADLINE_SECONDS


@pytest.fixture(autouse=True)
def patient_recorder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait until everything is stored when the block of a job ends; a program waits only a second, and stores the
    rest later.
    """
    end = Flusher.end
    monkeypatch.setattr(Flusher, "end", lambda self, wait=DEADLINE_SECONDS: end(self, wait))
