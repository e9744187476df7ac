"""The refresh status."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.component import bool_argument, defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["refresh_status.jsx"])
class RefreshStatus(rx.Component):
    """How current the data is, with the buttons Refresh, Pause and Retry now."""

    at: rx.Var[int]
    took: rx.Var[int]
    failing: rx.Var[Any]
    interval: rx.Var[float]
    mode: rx.Var[str]
    pausing: rx.Var[str]
    on_refresh: rx.EventHandler[rx.event.no_args_event_spec]
    on_pause: rx.EventHandler[bool_argument]
