"""The connection of a page to its backend, and the visibility of the page."""

import reflex as rx

from jobs_app.dashboard.browser.component import bool_argument, defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["connection_monitor.jsx"])
class ConnectionMonitor(rx.Component):
    """Loads the reconnect schedule and the watchdog of the connection; shows nothing. Part of every page."""


@defined_in(MODULES["visibility.jsx"])
class Visibility(rx.Component):
    """Reports to the server whether the tab is visible."""

    on_visibility: rx.EventHandler[bool_argument]
