"""Bulkheads: threads and connections for one kind of request, so that a flood of it makes no other kind wait.

The pattern is from M. Nygard, Release It!, "Bulkheads". Requests beyond a limit are refused at once.
"""

from asyncio import Future, shield, wrap_future
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Engine

from jobs_app.feeds.threads import lower_priority

Result = TypeVar("Result")


class Overloaded(Exception):
    """As many requests of a kind as are allowed are being answered."""


class Bulkhead:
    """At most `threads` reads of one kind at a time, each with a connection; `waiting` more may wait for one of them.

    `engine` is to have as many connections as there are threads. Used by one event loop. Reads `in_background` take
    processor time that nothing else needs.
    """

    def __init__(self, engine: Engine, name: str, threads: int, waiting: int = 0, in_background: bool = False) -> None:
        self.engine = engine
        initializer = lower_priority if in_background else None
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name, initializer=initializer)
        self._limit, self._admitted = threads + waiting, 0

    @contextmanager
    def slot(self) -> Generator[None]:
        """One of the limited number of places, for as long as the block lasts. Raises Overloaded."""
        self._enter()
        try:
            yield
        finally:
            self._admitted -= 1

    async def read(self, read: Callable[[Engine], Result]) -> Result:
        """What `read` returns, in a place of its own. Raises Overloaded, and what the read raises."""
        self._enter()
        running = self._submit(read)
        running.add_done_callback(self._leave)
        # Shielded: a read whose client has left still keeps its thread busy.
        return await shield(running)

    async def read_in_slot(self, read: Callable[[Engine], Result]) -> Result:
        """As `read`, for who holds a slot."""
        return await self._submit(read)

    def _submit(self, read: Callable[[Engine], Result]) -> "Future[Result]":
        return wrap_future(self._executor.submit(read, self.engine))

    def _enter(self) -> None:
        if self._admitted >= self._limit:
            raise Overloaded
        self._admitted += 1

    def _leave(self, done: "Future[Any]") -> None:
        self._admitted -= 1
        if not done.cancelled():
            done.exception()  # Else asyncio logs that nobody waited for it.
