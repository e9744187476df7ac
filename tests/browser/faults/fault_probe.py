"""Samples an open page during a fault: what it shows, and how soon it detects the fault and recovers."""

import time
from typing import Any

from tests.browser.faults.report import record
from tests.browser.objects.screen import Screen

INTERVAL = 2
"""Seconds between polls in these tests, the minimum."""
LIMIT = 2 * INTERVAL + 2
"""The maximum age of data, in seconds, that may be shown as live."""

ENOUGH_SAMPLES = 10
LASTING = 5
"""Consecutive samples that must be wrong: a page without processor time cannot update itself."""

SAMPLE = """([limit, marker, clocked]) => {
  window.probe = { samples: 0, lies: [], fewest: Infinity, states: [], moving: 0 };
  const seen = window.probe;
  const seconds = (since) => (Date.now() - since) / 1000;
  let newest = {}, lying = 0;
  const sample = () => {
    const status = document.querySelector('[data-testid=refresh-status]');
    if (!status) return;
    const { state, lastRefresh } = status.dataset;
    const word = status.querySelector('.refresh-state').textContent.trim();
    if (newest.lastRefresh !== lastRefresh) newest = { lastRefresh, seen: Date.now() };
    const ages = [seconds(clocked ? newest.seen : Date.parse(lastRefresh))];
    if (marker) ages.push(seconds(Number(document.querySelector(marker).title.replace(/\\D/g, ''))));
    seen.samples++;
    if (!seen.states.includes(state)) seen.states.push(state);
    const lies = (state === 'live' || word === 'Live') && !ages.every((age) => age <= limit);
    lying = lies ? lying + 1 : 0;
    if (lying === LASTING) seen.lies.push(`${state} "${word}" at ${ages} s`);
    if ((state === 'offline' || state === 'retrying') && document.getAnimations().some((one) =>
        one.playState === 'running' && one.effect.getComputedTiming().iterations === Infinity)) seen.moving++;
  };
  setInterval(sample, 100);
  const look = () => {
    const rows = document.querySelectorAll('[data-testid="job-row"], [data-testid="job-detail"]').length;
    if (document.querySelector('[data-testid=refresh-status]')) seen.fewest = Math.min(seen.fewest, rows);
    requestAnimationFrame(look);
  };
  look();
}""".replace("LASTING", str(LASTING))


class FaultProbe:
    """Samples a page ten times a second, and its rows in every frame, from now on until `passed`.

    `live`, as a state or as a word, must not be shown for data older than two intervals and 2 s. `marker` selects an
    element whose title holds the time, in ms since 1970, at which the shown data was written: a second witness of
    its age. `clocked`: the page runs on a clock of its own, so its data's age counts from when it was first shown.
    """

    def __init__(
        self, page: Screen, fault: str, *, interval: float = INTERVAL, marker: str = "", clocked: bool = False
    ) -> None:
        self._page, self._fault, self._clocked = page, fault, clocked
        self._began = self._ended = 0.0
        self._times: dict[str, float] = {}
        self._noticed = set[str]()
        page.page.evaluate(SAMPLE, [2 * interval + 2, marker, clocked])

    def begins(self) -> None:
        self._began = time.monotonic()

    def noticed(self, *states: str) -> None:
        """Wait until the page shows that something is wrong."""
        self._page.state(*states)
        self._times["noticed"] = time.monotonic() - self._began
        self._noticed.update(states if len(states) == 1 else ())  # It may pass between two samples.

    def ends(self) -> None:
        self._ended = time.monotonic()

    def recovered(self) -> None:
        """Wait until the page is live again."""
        self._page.state("live")
        self._times["recovered"] = time.monotonic() - self._ended

    def states(self) -> set[str]:
        """The states shown so far."""
        return set(self._page.page.evaluate("window.probe.states"))

    def passed(self, rows: int | None) -> set[str]:
        """Assert that the page showed no stale data as live and no row was missing; returns the states shown."""
        self._page.until(lambda: self._page.js("window.probe.samples") >= ENOUGH_SAMPLES, "enough samples")
        seen: dict[str, Any] = self._page.js("window.probe")
        assert not seen["lies"], seen["lies"][:3]
        assert rows is None or seen["fewest"] == rows, "rows went missing for a frame"
        assert seen["moving"] <= 1, "something moved while nobody knew"
        times = {} if self._clocked else {name: round(seconds, 1) for name, seconds in self._times.items()}
        record(self._fault, samples=seen["samples"], **times)
        return self._noticed | set(seen["states"])
