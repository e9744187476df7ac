"""The write schedule of the recorder: interval, heartbeat and outages, without waiting."""

import logging
from collections import Counter

import pytest

from jobs_app.recorder.flusher import FLUSH_INTERVAL_SECONDS, HEARTBEAT_SECONDS, Flusher
from jobs_app.recorder.log_buffer import Batch, LogBuffer
from jobs_app.recorder.writer import JobGone, JobState
from tests.support.waiting import DEADLINE_SECONDS


class Writes:
    """A fake database."""

    def __init__(self) -> None:
        self.states: list[JobState] = []
        self.lines: list[str] = []
        self.dropped = 0
        self.error: Exception | None = None

    def write(self, state: JobState, batch: Batch) -> None:
        if self.error:
            raise self.error
        self.states.append(state)
        self.lines += batch.lines
        self.dropped += batch.dropped


class Recording:
    """A flusher whose steps are called by the test."""

    def __init__(self, max_lines: int = 100) -> None:
        self.writes, self.lines, self.state = Writes(), LogBuffer(max_lines=max_lines), JobState()
        self.flusher = Flusher("j", self.writes, self.lines, lambda: self.state, lambda: None)  # type: ignore[arg-type]


@pytest.fixture
def recording() -> Recording:
    return Recording()


def test_changing_job_is_written_twice_a_second(recording: Recording) -> None:
    written: list[float] = []
    for step in range(int(60 / FLUSH_INTERVAL_SECONDS)):
        now = 1000 + step * FLUSH_INTERVAL_SECONDS
        recording.state = JobState(processed_count=step)
        recording.lines.add([str(step)])
        before = len(recording.writes.states)
        recording.flusher.flush(now)
        written += [now] * (len(recording.writes.states) - before)
    assert max(Counter(int(moment) for moment in written).values()) <= 3
    assert len(recording.writes.lines) == 120


def test_idle_job_is_written_only_for_its_heartbeat(recording: Recording) -> None:
    for step in range(120):
        recording.flusher.flush(1000 + step * FLUSH_INTERVAL_SECONDS)
    assert len(recording.writes.states) == 60 / HEARTBEAT_SECONDS


def test_failed_write_is_kept_and_logged_once(recording: Recording, caplog: pytest.LogCaptureFixture) -> None:
    recording.writes.error = OSError("disk full")
    for step in range(5):
        recording.lines.add([str(step)])
        assert recording.flusher.flush(1000 + step) is False
    recording.writes.error = None
    assert recording.flusher.flush(1010) is True
    assert recording.writes.lines == ["0", "1", "2", "3", "4"]
    assert [record.getMessage() for record in caplog.records] == [
        "job j: not recorded for now, the job goes on: disk full"
    ]


def test_lines_dropped_in_an_outage_are_counted_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    recording = Recording(max_lines=2)
    recording.writes.error = OSError("away")
    recording.lines.add(["1", "2"])
    recording.flusher.flush(1000)
    recording.lines.add(["3"])
    recording.writes.error = None
    recording.flusher.flush(1001)
    assert (recording.writes.lines, recording.writes.dropped) == (["2", "3"], 1)
    assert "job j: 1 log lines lost, the database was unreachable for too long" in caplog.messages


def test_deleted_row_ends_recording_with_one_warning(recording: Recording, caplog: pytest.LogCaptureFixture) -> None:
    recording.writes.error = JobGone()
    recording.flusher.start()
    recording.flusher.join(DEADLINE_SECONDS)
    assert not recording.flusher.is_alive()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_last_state_is_written_when_the_job_ends(recording: Recording) -> None:
    recording.flusher.start()
    recording.state = JobState(status="completed")
    assert recording.flusher.end(wait=DEADLINE_SECONDS)
    assert recording.writes.states[-1].status == "completed"


def test_end_of_a_job_does_not_wait_for_a_lost_database(recording: Recording) -> None:
    recording.writes.error = OSError("away")
    recording.flusher.start()
    recording.state = JobState(status="completed")
    assert recording.flusher.end(wait=0.01) is False
    recording.writes.error = None
    recording.flusher.join(DEADLINE_SECONDS)
    assert recording.writes.states[-1].status == "completed"


def test_state_that_raises_does_not_end_the_recording(recording: Recording, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> JobState:
        raise TypeError("no number")

    recording.lines.add(["kept"])
    recording.flusher._state = broken
    assert recording.flusher.flush(1000) is False
    assert "no number" in caplog.text
    recording.flusher._state = JobState
    assert recording.flusher.flush(1001) is True
    assert recording.writes.lines == ["kept"]
