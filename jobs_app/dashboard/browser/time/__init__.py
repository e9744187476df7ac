"""Times and durations, by the server's clock."""

import reflex as rx

from jobs_app.dashboard.browser.component import defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["times.jsx"])
class Ago(rx.Component):
    """A time as "3 s ago", exact on hover."""

    at: rx.Var[int | None]


@defined_in(MODULES["times.jsx"])
class Moment(rx.Component):
    """A time as "3 s ago", and exactly."""

    at: rx.Var[int | None]


@defined_in(MODULES["times.jsx"])
class Duration(rx.Component):
    """How long a job ran; ticks in the browser while it runs."""

    started: rx.Var[int | None]
    ended: rx.Var[int | None]
    running: rx.Var[bool]
    last_seen: rx.Var[int]
