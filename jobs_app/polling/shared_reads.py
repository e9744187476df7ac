"""Request coalescing: one read per distinct view and moment, for all viewers of this process."""

import time
from asyncio import Future, shield, wrap_future
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from concurrent.futures import Future as Running
from dataclasses import dataclass
from typing import Generic, TypeVar

MAX_ANSWERS = 200
"""Answers that are kept for viewers to come, of any age."""

View = TypeVar("View", bound=Hashable)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class ReadResult(Generic[Answer]):
    """What the database held when a read began: at `at`, in seconds since 1970."""

    answer: Answer
    at: float


class _PendingRead(Generic[Answer]):
    """A running or finished read, and how many viewers wait for it."""

    def __init__(self, running: "Running[Answer]", started: float, at: float) -> None:
        self.running, self.started, self.at = running, started, at
        self.answer: Future[Answer] = wrap_future(running)
        self.answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.waiting = 0


class SharedReads(Generic[View, Answer]):
    """Reads in threads; viewers who ask for the same view at the same time get the same answer.

    Database cost grows with the number of different views, not with the number of open tabs. `executor` returns
    the executor for a view; `clock` is monotonic; `wall` tells seconds since 1970.
    """

    def __init__(
        self,
        read: Callable[[View], Answer],
        executor: Callable[[View], Executor],
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._read, self._executor, self._clock, self._wall = read, executor, clock, wall
        self._readings: dict[View, _PendingRead[Answer]] = {}

    async def answer(self, view: View, max_age: float = 0.0) -> ReadResult[Answer]:
        """What the database holds for a view, read at most `max_age` seconds ago. Raises what the read raised.

        A running read is joined, so that a database that hangs gets one query and not one per viewer and try. One
        that has not started is cancelled when the last viewer that waited for it has left.
        """
        self._forget(max_age)
        reading = self._readings.get(view)
        if reading is None:
            running = self._executor(view).submit(self._read, view)
            reading = self._readings[view] = _PendingRead(running, self._clock(), self._wall())
        reading.waiting += 1
        try:
            return ReadResult(await shield(reading.answer), reading.at)
        finally:
            reading.waiting -= 1
            if not reading.waiting and reading.running.cancel() and self._readings.get(view) is reading:
                del self._readings[view]

    def _forget(self, max_age: float) -> None:
        """Drop what is too old, what failed, and the first answers beyond MAX_ANSWERS."""
        oldest = self._clock() - max_age
        done = [(view, reading) for view, reading in self._readings.items() if reading.answer.done()]
        for number, (view, reading) in enumerate(done):
            failed = reading.answer.cancelled() or reading.answer.exception()
            if failed or reading.started <= oldest or len(done) - number > MAX_ANSWERS:
                del self._readings[view]
