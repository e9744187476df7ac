"""A job's log."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.component import defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["log_view.jsx"])
class LogView(rx.Component):
    """A job's log: follows its end, loads what comes into view, searches on the server."""

    lib_dependencies: list[str] = ["@tanstack/react-virtual@3.14.26"]
    job_id: rx.Var[str]
    status: rx.Var[str]
    chunk: rx.Var[Any]
