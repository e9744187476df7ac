"""How the list is searched: the search field with its suggestions, and the choice of a period."""

import reflex as rx

from jobs_app.dashboard.browser.component import defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


def _range_arguments(start: rx.Var[str], end: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return start, end


@defined_in(MODULES["range_picker.jsx"])
class RangePicker(rx.Component):
    """A button that opens a choice of days and nights, and of any other range; its ends are in ISO 8601."""

    start: rx.Var[str]
    end: rx.Var[str]
    on_choose: rx.EventHandler[_range_arguments]


@defined_in(MODULES["range_picker.jsx"])
class RangeText(rx.Component):
    """A range as text, in the time zone of the browser."""

    start: rx.Var[str]
    end: rx.Var[str]
