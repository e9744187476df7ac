"""The figures and charts of the page of insights, the only one that loads a chart library."""

from typing import Any

import reflex as rx
from reflex_components_recharts.recharts import Recharts

from jobs_app.dashboard.browser.component import defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["insights.jsx"])
class Insights(rx.Component):
    """Throughput, failures, durations and waits; `shown` is null before the first read."""

    lib_dependencies: list[str] = [str(Recharts.library)]
    """The version of Recharts that Reflex's own components use."""
    shown: rx.Var[Any]
