"""The connection of a page to its backend, and whether anybody can see the page."""

import reflex as rx

from jobs_app.dashboard.browser.component import bool_argument, defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["connection_monitor.jsx"])
class ConnectionMonitor(rx.Component):
    """Keeps watch over the connection; shows nothing. Part of every page, whichever is opened first."""


@defined_in(MODULES["visibility.jsx"])
class Visibility(rx.Component):
    """Tells the server whether the tab can be seen."""

    on_visibility: rx.EventHandler[bool_argument]
