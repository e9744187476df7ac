"""The thread that writes what a job recorded, twice a second, and retries while the database is unreachable."""

import logging
import threading
import time
from collections.abc import Callable

from jobs_app.database.errors import is_expected, reason_of
from jobs_app.database.failure_log import FailureLog
from jobs_app.jobs.safe_output import one_line
from jobs_app.jobs.text import first_line
from jobs_app.recorder.log_buffer import Batch, LogBuffer
from jobs_app.recorder.writer import JobGone, JobState, JobWriter

FLUSH_INTERVAL_SECONDS = 0.5
"""Between two writes. With the first and the last one that is at most three in a second."""
HEARTBEAT_SECONDS = 5.0
"""After so long a job that records nothing writes a heartbeat."""
FINAL_WRITE_SECONDS = 1.0
"""How long the end of a job waits for its last write; after that it continues in the background."""
GIVE_UP_AFTER_SECONDS = 60.0
"""How long an ending process waits for an unreachable database."""

RECORDING_THREADS: set[int] = set()
"""The identifiers of the threads of this process that write records now."""

logger = logging.getLogger("jobs_app.recorder")


class Flusher(threading.Thread):
    """Writes a job's state and lines until its end is written.

    Not a daemon: what is left to write keeps the process alive, for `give_up_after` seconds at most.
    `abandon` is called when the process ends before the job does; the state must be a final one after it.
    """

    def __init__(
        self,
        job_id: str,
        writer: JobWriter,
        lines: LogBuffer,
        state: Callable[[], JobState],
        abandon: Callable[[], None],
        *,
        interval: float = FLUSH_INTERVAL_SECONDS,
        give_up_after: float = GIVE_UP_AFTER_SECONDS,
    ) -> None:
        super().__init__(name=f"recorder of job {job_id}", daemon=False)
        self._name, self._writer, self._lines = one_line(job_id), writer, lines
        self._state, self._abandon = state, abandon
        self._interval, self._give_up_after = interval, give_up_after
        self._owner = threading.current_thread()
        self._written: JobState | None = None
        self._last_write = 0.0
        self._ending = False
        self._outage = FailureLog(logger)
        self._wake = threading.Event()

    def end(self, wait: float = FINAL_WRITE_SECONDS) -> bool:
        """Write the final state as soon as possible; returns whether that was done within `wait` seconds."""
        self._ending = True
        self._wake.set()
        self.join(wait)
        return not self.is_alive()

    def run(self) -> None:
        RECORDING_THREADS.add(threading.get_ident())
        try:
            self._run()
        finally:
            RECORDING_THREADS.discard(threading.get_ident())

    def _run(self) -> None:
        gives_up_at: float | None = None
        while True:
            ending = self._ending
            try:
                all_written = self.flush(time.monotonic())
            except JobGone:
                logger.warning("job %s: its row was deleted or taken over, recording stops", self._name)
                return
            if ending and all_written:
                return
            if gives_up_at is None and self._process_ends():
                if not self._ending:
                    self._abandon()
                self._ending, gives_up_at = True, time.monotonic() + self._give_up_after
            elif gives_up_at is not None and time.monotonic() >= gives_up_at:
                logger.error("job %s: its last state and %d log lines were not written", self._name, len(self._lines))
                return
            self._wake.wait(self._interval)
            self._wake.clear()

    def flush(self, now: float) -> bool:
        """Write if there is anything new or a heartbeat is due; returns whether all is written.

        `now` is in seconds of a monotonic clock. Raises JobGone.
        """
        batch = Batch([])
        try:
            state = self._state()
            if state == self._written and not len(self._lines) and now - self._last_write < HEARTBEAT_SECONDS:
                return True
            batch = self._lines.take()
            self._writer.write(state, batch)
        except JobGone:
            raise
        except Exception as error:
            self._lines.give_back(batch)
            reason = reason_of(error) if is_expected(error) else first_line(error, 200) or type(error).__name__
            self._outage.failed("job %s: not recorded for now, the job goes on: %s", self._name, reason)
            return False
        self._written, self._last_write = state, now
        self._outage.succeeded()
        if batch.dropped:
            logger.warning(
                "job %s: %d log lines lost, the database was unreachable for too long", self._name, batch.dropped
            )
        return True

    def _process_ends(self) -> bool:
        """Whether the process only waits for this thread."""
        if threading.main_thread().is_alive():
            return False
        return self._ending or self._owner.daemon or not self._owner.is_alive()
