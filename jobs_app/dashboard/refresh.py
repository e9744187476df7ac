"""The refresh state of a page, and the contract of a page that is polled."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import reflex as rx

from jobs_app.dashboard.browser.connection import Visibility
from jobs_app.dashboard.browser.refresh import RefreshStatus
from jobs_app.dashboard.reflex_internals.events import FIELD_SUFFIX
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.polling.polled_page import PollFailure
from jobs_app.polling.shared_reads import ReadResult
from jobs_app.polling.viewers import Viewer, Viewers
from jobs_app.settings.polling import PollingConfig

ShownView = TypeVar("ShownView", bound=Hashable, contravariant=True)
Answer = TypeVar("Answer")

viewers: Viewers[Any] = Viewers()
"""The open pages of this process. Events, socket and loop of a tab always live in the same process."""
companions: Viewers[Any] = Viewers()
"""The parts of these pages that are read on an interval of their own: they rest and are refreshed with their page."""


class Page(Protocol[ShownView, Answer]):
    """The part of a polled page that differs between pages."""

    async def read(self, view: ShownView, max_age: float) -> ReadResult[Answer]:
        """The answer for a view, at most `max_age` seconds old. Raises what the database raises."""
        ...

    async def show(self, state: rx.State, view: ShownView, answer: Answer) -> None:
        """Put an answer into the state vars; called inside `async with state`, while the answer is still wanted."""
        ...

    def is_final(self, answer: Answer) -> bool:
        """Whether nothing new is to come after this answer."""
        ...


@dataclass(frozen=True, slots=True)
class FailingPolls:
    """Polls that failed in a row. Times are milliseconds since 1970 by the server's clock."""

    count: int
    reason: str
    now: int
    due: int

    @classmethod
    def of(cls, failure: PollFailure) -> "FailingPolls":
        return cls(failure.count, failure.reason, round(failure.now * 1000), round(failure.due * 1000))


class Refresh(HydratedState, rx.State):
    """What the refresh status shows. Times are milliseconds since 1970 by the server's clock.

    The data is what the database held at `at`; its read took `took` milliseconds, in whole tenths of a second.
    """

    at: int = 0
    took: int = 0
    failing: FailingPolls | None = None
    interval: float = 5.0
    mode: str = ""
    pausing: str = rx.SessionStorage("", name="jobs-paused")
    _visible: bool = True

    def _never_resent(self) -> tuple[str, ...]:
        return ("at", "took", "failing")  # The page takes them for what is so now.

    @rx.event(temporal=True)
    def set_visible(self, visible: bool) -> None:
        """The browser reports whether the tab can be seen."""
        self._visible = visible is not False
        for viewer in self._viewers():
            viewer.set_visible(self._visible)

    @rx.event(temporal=True)
    def refresh(self) -> None:
        """The operator requests fresh data."""
        for viewer in self._viewers():
            viewer.request_refresh()

    @rx.event
    def pause(self, paused: bool) -> None:
        """The operator stops the polling of this page, or lets it go on."""
        if self.mode in ("off", "ended"):
            return
        self.pausing = self.mode = "paused" if paused is True else ""
        for viewer in self._viewers():
            viewer.set_paused(paused is True)

    def _viewers(self) -> list[Viewer[Any]]:
        found = (registry.get(self.router.session.client_token) for registry in (viewers, companions))
        return [viewer for viewer in found if viewer]

    def _begin(self, config: PollingConfig, viewer: Viewer[Any]) -> None:
        self._hydrate("interval", "mode")
        self.interval = config.interval
        self.mode = ("paused" if self.pausing else "") if config.enabled else "off"
        viewer.visible, viewer.paused = self._visible, self.mode == "paused"

    def _accompany(self, viewer: Viewer[Any]) -> None:
        """Let a companion of the page rest as the page does."""
        viewer.visible, viewer.paused = self._visible, bool(self.pausing)

    def _succeeded(self, at: float, now: float, *, late: bool, finished: bool, first: bool) -> None:
        """A poll succeeded: `first` of its loop, `late` if its data is too old to be live."""
        if first:  # Together with `at`: the page may hold the values of a lost session or connection.
            self._send("took", "failing")
        self.at = round(at * 1000)
        self._assign(took=int(round((now - at) * 1000, -2)))
        if finished and not self.mode:
            self.mode = "ended"
        elif self.mode == "ended" and not finished:
            self.mode = ""
        if not late:
            self._assign(failing=None)

    def _failed(self, failure: PollFailure) -> None:
        self.failing = FailingPolls.of(failure)


KEPT_VARS = (f"{Refresh.get_full_name()}.pausing{FIELD_SUFFIX}",)
"""The vars that the browser keeps and sends back to a new session."""


def refresh_status() -> rx.Component:
    """The refresh status of this page, and the listener that pauses polling while the tab is hidden."""
    status = RefreshStatus.create(
        at=Refresh.at,
        took=Refresh.took,
        failing=Refresh.failing,
        interval=Refresh.interval,
        mode=Refresh.mode,
        pausing=Refresh.pausing,
        on_refresh=Refresh.refresh,
        on_pause=Refresh.pause,
    )
    return rx.fragment(status, Visibility.create(on_visibility=Refresh.set_visible))
