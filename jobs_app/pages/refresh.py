"""How fresh a page is, and the loop that keeps it so."""

import builtins
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Generic, TypeVar

import reflex as rx

from jobs_app.components.live import RefreshStatus, Visibility
from jobs_app.pages.screen import Screen
from jobs_app.polling.config import PollingConfig
from jobs_app.polling.hub import Hub, Read
from jobs_app.polling.troubles import Troubles
from jobs_app.polling.viewers import Viewer, Viewers
from jobs_app.polling.watch import Failure, watch

View = TypeVar("View", bound=Hashable)
Answer = TypeVar("Answer")

troubles = Troubles()
viewers: Viewers[Any] = Viewers()
"""The open pages of this process. Events, socket and loop of a tab always live in the same process."""


class Refresh(Screen, rx.State):
    """What the refresh status shows. Times are milliseconds since 1970 by the server's clock.

    The data is what the database held at `at`; its read took `took` milliseconds, in whole tenths of a second.
    """

    at: int = 0
    took: int = 0
    failing: dict[str, Any] = {}
    interval: float = 5.0
    mode: str = ""
    pausing: str = rx.SessionStorage("", name="jobs-paused")
    _visible: bool = True

    def dict(self, include_computed: bool = True, initial: bool = False, **kwargs: Any) -> builtins.dict[str, Any]:
        """As ever, but old news is never sent again: the page takes `at` and `failing` for the server's time now."""
        values = super().dict(include_computed=include_computed, initial=initial, **kwargs)
        if not initial:
            own = values[self.get_full_name()]
            for name in ("at", "took", "failing"):
                own.pop(f"{name}_rx_state_", None)
        return values

    dict.__override_base_method__ = True  # pyright: ignore[reportFunctionMemberAccess] - else a remote event handler

    @rx.event(temporal=True)
    def see(self, visible: bool) -> None:
        """The browser says whether the tab can be seen."""
        self._visible = visible is not False
        if viewer := self._viewer():
            viewer.see(self._visible)

    @rx.event(temporal=True)
    def refresh(self) -> None:
        """The operator wants fresh data at once."""
        if viewer := self._viewer():
            viewer.call()

    @rx.event
    def pause(self, paused: bool) -> None:
        """The operator stops the polling of this page, or lets it go on."""
        if self.mode in ("off", "ended"):
            return
        self.pausing = self.mode = "paused" if paused is True else ""
        if viewer := self._viewer():
            viewer.pause(paused is True)

    def _viewer(self) -> Viewer[Any] | None:
        return viewers.get(self.router.session.client_token)

    def _begin(self, config: PollingConfig, viewer: Viewer[Any]) -> None:
        self._know("interval", "mode")
        self.interval = config.interval
        self.mode = ("paused" if self.pausing else "") if config.enabled else "off"
        viewer.visible, viewer.paused = self._visible, self.mode == "paused"

    def _read(self, at: float, now: float, late: bool, over: bool, first: bool) -> None:
        if first:  # Together with `at`: the page may have been told otherwise by a session or on a line that was lost.
            self._send("took", "failing")
        self.at = round(at * 1000)
        took = round((now - at) * 1000, -2)
        if took != self.took:
            self.took = int(took)
        if over and not self.mode:
            self.mode = "ended"
        elif self.mode == "ended" and not over:
            self.mode = ""
        if not late and self.get_value("failing"):
            self.failing = {}

    def _failed(self, failure: Failure) -> None:
        times = {"now": round(failure.now * 1000), "due": round(failure.due * 1000)}
        self.failing = {"count": failure.count, "reason": failure.reason, **times}


class _Page(Generic[View, Answer]):
    """What the loop of an open page shows, as Reflex takes it: inside `async with`, while it is still wanted."""

    def __init__(
        self,
        page: rx.State,
        viewer: Viewer[View],
        show: Callable[[rx.State, View, Answer], Awaitable[None]],
        is_final: Callable[[Answer], bool],
    ) -> None:
        self._page, self._viewer, self._show, self._is_final = page, viewer, show, is_final
        self._was_final = False
        self._read_at = 0.0

    async def show(self, view: View, read: Read[Answer], late: bool) -> None:
        async with self._page:
            if self._viewer.view != view or read.at < self._read_at:
                return
            await self._show(self._page, view, read.answer)
            is_final = self._is_final(read.answer)
            self._viewer.over, self._was_final = self._was_final and is_final, is_final
            first, self._read_at = not self._read_at, read.at
            (await self._page.get_state(Refresh))._read(read.at, time.time(), late, self._viewer.over, first)

    async def tell(self, failure: Failure) -> None:
        async with self._page:
            (await self._page.get_state(Refresh))._failed(failure)

    def note(self, error: Exception | None) -> None:
        troubles.note(error) if error else troubles.fine()


async def keep_current(
    page: rx.State,
    view: View,
    hub: Hub[View, Answer],
    show: Callable[[rx.State, View, Answer], Awaitable[None]],
    config: PollingConfig,
    is_final: Callable[[Answer], bool] = lambda _: False,
) -> None:
    """Poll for one open page until it is left; the body of its background event.

    `show` puts an answer on the page; it runs inside `async with page` and only while the answer is still wanted.
    After two answers in a row that are final the page is only read again when somebody asks.
    """
    viewer = Viewer(view)
    with viewers.entered(page.router.session.client_token, viewer):
        async with page:
            (await page.get_state(Refresh))._begin(config, viewer)
        await watch(viewer, hub.answer, _Page(page, viewer, show, is_final), config)


def refresh_status() -> rx.Component:
    """The refresh status of this page, and the listener that lets it rest while nobody looks."""
    status = RefreshStatus.create(
        at=Refresh.at,
        took=Refresh.took,
        failing=Refresh.failing,
        interval=Refresh.interval,
        mode=Refresh.mode,
        on_refresh=Refresh.refresh,
        on_pause=Refresh.pause,
    )
    return rx.fragment(status, Visibility.create(on_visibility=Refresh.see))
