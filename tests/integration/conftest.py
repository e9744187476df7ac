"""Databases that may be slow, because the machine is busy."""

import pytest

from jobs_app.recorder.flusher import Flusher
from tests.support.waiting import DEADLINE_SECONDS


@pytest.fixture(autouse=True)
def patient_recorder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all be stored when the block of a job ends; a program waits for a second only, and stores the rest later."""
    end = Flusher.end
    monkeypatch.setattr(Flusher, "end", lambda self, wait=DEADLINE_SECONDS: end(self, wait))
