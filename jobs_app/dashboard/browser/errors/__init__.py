"""The failed jobs in groups of errors."""

import reflex as rx

from jobs_app.dashboard.browser.component import bool_argument, defined_in, modules_beside, text_argument
from jobs_app.jobs.error_groups import ErrorGroup

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["error_tabs.jsx"])
class ErrorTabs(rx.Component):
    """Jobs or errors, while only failed jobs are shown."""

    statuses: rx.Var[list[str]]
    errors: rx.Var[bool]
    jobs: rx.Var[int]
    groups: rx.Var[int]
    on_errors: rx.EventHandler[bool_argument]


@defined_in(MODULES["error_table.jsx"])
class ErrorTable(rx.Component):
    """The groups, each with a link to its jobs."""

    groups: rx.Var[list[ErrorGroup]]
    total: rx.Var[int]
    at: rx.Var[int]
    query: rx.Var[str]
    on_choose: rx.EventHandler[text_argument]


@defined_in(MODULES["error_chip.jsx"])
class ErrorChip(rx.Component):
    """The error that the list is narrowed to, and a button that ends that."""

    error: rx.Var[str]
    type: rx.Var[str]
    text: rx.Var[str]
    on_choose: rx.EventHandler[text_argument]
