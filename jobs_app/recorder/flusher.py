"""The thread that writes what a job recorded: twice a second, and for as long as it takes."""

import logging
import threading
import time
from collections.abc import Callable

from jobs_app.database.failure_log import FailureLog
from jobs_app.recorder.log_buffer import Batch, LineBuffer
from jobs_app.recorder.writer import JobGone, JobState, JobWriter

INTERVAL = 0.5
"""Seconds between two writes. With the first and the last one that is at most three in a second."""
HEARTBEAT = 5.0
"""Seconds after which a job that records nothing gives a sign of life."""
LAST_WAIT = 1.0
"""Seconds that the end of a job waits for its last write; after that it goes on in the background."""
PATIENCE = 60.0
"""Seconds that an ending process waits for a database that is away."""

logger = logging.getLogger("jobs_app.recorder")


class Flusher(threading.Thread):
    """Writes a job's state and lines until its end is written.

    Not a daemon: what is left to write keeps the process alive, for `patience` seconds at most.
    `abandon` is called when the process ends before the job does; the state must be a final one after it.
    """

    def __init__(
        self,
        job_id: str,
        writer: JobWriter,
        lines: LineBuffer,
        state: Callable[[], JobState],
        abandon: Callable[[], None],
        *,
        interval: float = INTERVAL,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__(name=f"recorder of job {job_id}", daemon=False)
        self._job_id, self._writer, self._lines = job_id, writer, lines
        self._state, self._abandon = state, abandon
        self._interval, self._patience = interval, patience
        self._owner = threading.current_thread()
        self._written: JobState | None = None
        self._last_write = 0.0
        self._ending = False
        self._outage = FailureLog(logger)
        self._wake = threading.Event()

    def end(self, wait: float = LAST_WAIT) -> bool:
        """Write the final state as soon as possible; returns whether that was done within `wait` seconds."""
        self._ending = True
        self._wake.set()
        self.join(wait)
        return not self.is_alive()

    def run(self) -> None:
        gives_up_at: float | None = None
        while True:
            ending = self._ending
            try:
                all_written = self.flush(time.monotonic())
            except JobGone:
                logger.warning("job %s: its row was deleted or taken over, recording stops", self._job_id)
                return
            if ending and all_written:
                return
            if gives_up_at is None and self._process_ends():
                if not self._ending:
                    self._abandon()
                self._ending, gives_up_at = True, time.monotonic() + self._patience
            elif gives_up_at is not None and time.monotonic() >= gives_up_at:
                logger.error("job %s: its last state and %d log lines were not written", self._job_id, len(self._lines))
                return
            self._wake.wait(self._interval)
            self._wake.clear()

    def flush(self, now: float) -> bool:
        """Write if there is anything new or a sign of life is due; returns whether all is written.

        `now` is in seconds of a clock that never goes back. Raises JobGone.
        """
        batch = Batch([])
        try:
            state = self._state()
            if state == self._written and not len(self._lines) and now - self._last_write < HEARTBEAT:
                return True
            batch = self._lines.take()
            self._writer.write(state, batch)
        except JobGone:
            raise
        except Exception as error:
            self._lines.give_back(batch)
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            self._outage.failed("job %s: not recorded for now, the job goes on: %s", self._job_id, why)
            return False
        self._written, self._last_write = state, now
        self._outage.succeeded()
        if batch.dropped:
            logger.warning("job %s: %d log lines lost, the database was away for too long", self._job_id, batch.dropped)
        return True

    def _process_ends(self) -> bool:
        """Whether the process only waits for this thread."""
        if threading.main_thread().is_alive():
            return False
        return self._ending or self._owner.daemon or not self._owner.is_alive()
