"""The open pages: their views, and whether they are visible."""

import asyncio
from collections.abc import Generator, Hashable
from contextlib import contextmanager
from typing import Generic, TypeVar

View = TypeVar("View", bound=Hashable)


class Viewer(Generic[View]):
    """One open page: its view and whether it is visible. Exists as long as its loop."""

    def __init__(self, view: View, visible: bool = True, paused: bool = False) -> None:
        self.view, self.visible, self.paused = view, visible, paused
        self.finished = False
        """Nothing new is to come: it is only read again on request."""
        self._requested = asyncio.Event()

    def request_refresh(self) -> None:
        """Have the page read at once."""
        self._requested.set()

    def change_view(self, view: View) -> None:
        """Show another view, which is read at once."""
        self.view = view
        self.request_refresh()

    def set_paused(self, paused: bool) -> None:
        """Stop reading on the interval, or go on with a read at once."""
        self.paused = paused
        if not paused:
            self.request_refresh()

    def set_visible(self, visible: bool) -> None:
        """The tab was hidden, or is shown (again): then it is read at once."""
        came_back = visible and not self.visible
        self.visible = visible
        if came_back:
            self.request_refresh()

    async def refresh_requested(self) -> None:
        """Return when `request_refresh` was called since the last time."""
        await self._requested.wait()
        self._requested.clear()

    async def requested_within(self, seconds: float | None) -> bool:
        """Whether `request_refresh` is called within so many seconds; None: wait without limit."""
        try:
            async with asyncio.timeout(seconds):  # wait_for of Python 3.11 loses a cancellation after a request.
                await self.refresh_requested()
        except TimeoutError:
            return False
        return True


class Viewers(Generic[View]):
    """The open pages of this process by the token of their tab."""

    def __init__(self) -> None:
        self._viewers: dict[str, Viewer[View]] = {}
        self.loops = 0
        """How many loops run: one for each open page."""

    def get(self, token: str) -> Viewer[View] | None:
        return self._viewers.get(token)

    @contextmanager
    def entered(self, token: str, viewer: Viewer[View]) -> Generator[None]:
        """Registers a viewer while its loop runs; it replaces an earlier one of the same tab."""
        self._viewers[token] = viewer
        self.loops += 1
        try:
            yield
        finally:
            self.loops -= 1
            if self._viewers.get(token) is viewer:
                del self._viewers[token]
