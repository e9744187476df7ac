"""Fields, menus, links and buttons that serve several pages."""

import reflex as rx

from jobs_app.dashboard.browser.component import bool_argument, defined_in, modules_beside, text_argument

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["address.jsx"])
class Address(rx.Component):
    """Keeps the view in the URL."""

    query: rx.Var[str]
    turn: rx.Var[str]


@defined_in(MODULES["type_menu.jsx"])
class TypeMenu(rx.Component):
    """A menu to choose several job types from, with a search."""

    lib_dependencies: list[str] = ["@radix-ui/react-dropdown-menu@2.2.1"]
    types: rx.Var[list[str]]
    chosen: rx.Var[list[str]]
    matching: rx.Var[int]
    total: rx.Var[int]
    complete: rx.Var[bool]
    search: rx.Var[str]
    limit: rx.Var[int]
    on_toggle: rx.EventHandler[text_argument]
    on_search: rx.EventHandler[text_argument]


@defined_in(MODULES["new_rows.jsx"])
class NewRows(rx.Component):
    """How many new rows wait while the pointer is over the list; opens the job of a row that is clicked."""

    count: rx.Var[int]
    on_reading: rx.EventHandler[bool_argument]


@defined_in(MODULES["end_text.jsx"])
class EndText(rx.Component):
    """A text whose end stays visible where there is too little space."""

    text: rx.Var[str]


@defined_in(MODULES["copy_text.jsx"])
class CopyText(rx.Component):
    """A text with a button that copies it."""

    text: rx.Var[str]
    label: rx.Var[str]
    short: rx.Var[bool]


@defined_in(MODULES["skip_link.jsx"])
class SkipLink(rx.Component):
    """A skip link: the first element in tab order, past the top bar."""
