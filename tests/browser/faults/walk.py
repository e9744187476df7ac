"""Tabs that are opened, closed, navigated, hidden and disconnected in random order: the server's poll loops must
match.
"""

from typing import Literal

from playwright.sync_api import BrowserContext, Page, TimeoutError

from tests.browser.faults.proxy import Proxy
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.waiting import wait_for

Action = Literal["open", "close", "job", "list", "hide", "show", "cut"]
ACTIONS: tuple[Action, ...] = ("open", "close", "job", "list", "hide", "show", "cut")
MOST_TABS = 6
LINK_WITHIN = 2
"""Seconds to wait for a link; then the URL is opened."""

HIDEABLE = """() => {
  window.isHidden = false;
  Object.defineProperty(document, 'hidden', { get: () => window.isHidden });
  Object.defineProperty(document, 'visibilityState', { get: () => (window.isHidden ? 'hidden' : 'visible') });
}"""


class Walk:
    """Performs actions on random tabs, and counts the poll loops that must exist."""

    def __init__(self, server: Server, proxy: Proxy, context: BrowserContext, job: str) -> None:
        self._server, self._proxy, self._context, self._job = server, proxy, context, job
        self._context.add_init_script(f"({HIDEABLE})()")
        self._tabs: list[Page] = []
        self._turn = 0

    def do(self, action: Action) -> None:
        if action == "open" or not self._tabs:
            return self._open()
        self._turn += 1
        tab = self._tabs[self._turn % len(self._tabs)]
        if action == "close":
            self._tabs.remove(tab)
            tab.close()
        elif action in ("job", "list"):
            self._visit(tab, f"/jobs/{self._job}" if action == "job" else "/jobs")
        elif action in ("hide", "show"):
            tab.evaluate(
                f"isHidden = {str(action == 'hide').lower()}; document.dispatchEvent(new Event('visibilitychange'))"
            )
        else:
            self._cut()

    @property
    def tabs(self) -> int:
        """The number of open tabs."""
        return len(self._tabs)

    def settle(self) -> None:
        """Wait until the server runs exactly one poll loop for each open tab."""
        wait_for(lambda: self._server.loops() == len(self._tabs), f"{len(self._tabs)} loops")

    def close_all(self) -> None:
        while self._tabs:
            self._tabs.pop().close()
        self.settle()

    def _open(self) -> None:
        if len(self._tabs) >= MOST_TABS:
            self._tabs.pop(0).close()
        tab = self._context.new_page()
        tab.goto(f"{self._proxy.url}/jobs")
        Screen(tab).state("live", "paused", "refreshing")
        self._tabs.append(tab)

    def _visit(self, tab: Page, path: str) -> None:
        """By a link within the page where there is one, as users do."""
        link = tab.locator(f'main a[href="{path}"]').first
        try:
            if not tab.url.endswith(path):
                return link.click(timeout=LINK_WITHIN * 1000)
        except TimeoutError:
            pass
        tab.goto(self._proxy.url + path)

    def _cut(self) -> None:
        """All connections are closed at once, and every tab reconnects when requested."""
        self._proxy.cut()
        for tab in self._tabs:
            if not tab.evaluate("document.hidden"):
                Screen(tab).state("offline", "refreshing", "live")
            tab.evaluate("dispatchEvent(new Event('online'))")
