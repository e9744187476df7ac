"""The overview strip of the list."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.component import defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


def range_arguments(start: rx.Var[str], end: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    """The arguments of an event that carries a range of time: ISO 8601, empty for none."""
    return start, end


@defined_in(MODULES["overview.jsx"])
class Overview(rx.Component):
    """The last 24 hours against the 24 before; `shown` is null before the first read, `at` the time of the last one."""

    shown: rx.Var[Any]
    at: rx.Var[int]
    query: rx.Var[str]
    on_range: rx.EventHandler[range_arguments]
