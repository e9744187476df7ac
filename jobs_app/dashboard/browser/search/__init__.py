"""How the list is searched: the search field with its suggestions, and the choice of a period."""

import reflex as rx

from jobs_app.dashboard.browser.component import defined_in, modules_beside, text_argument

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


def _two_texts(first: rx.Var[str], second: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return first, second


@defined_in(MODULES["search_field.jsx"])
class SearchField(rx.Component):
    """The search field, which suggests fields and their values and survives every update.

    `found` are known values of the field `found_for`, which `on_suggest` requests with what is typed of the value.
    """

    value: rx.Var[str]
    found: rx.Var[list[str]]
    found_for: rx.Var[str]
    on_search: rx.EventHandler[text_argument]
    on_suggest: rx.EventHandler[_two_texts]


@defined_in(MODULES["no_match.jsx"])
class NoMatch(rx.Component):
    """What was searched without success, and each filter with a button that removes it."""

    statuses: rx.Var[list[str]]
    types: rx.Var[list[str]]
    since: rx.Var[str]
    start: rx.Var[str]
    end: rx.Var[str]
    search: rx.Var[str]
    on_status: rx.EventHandler[text_argument]
    on_type: rx.EventHandler[text_argument]
    on_since: rx.EventHandler[text_argument]
    on_search: rx.EventHandler[text_argument]
    attention: rx.Var[bool]
    error: rx.Var[str]
    on_attention: rx.EventHandler[rx.event.no_args_event_spec]
    on_error: rx.EventHandler[text_argument]


@defined_in(MODULES["range_picker.jsx"])
class RangePicker(rx.Component):
    """A button that opens a choice of days and nights, and of any other range; its ends are in ISO 8601."""

    start: rx.Var[str]
    end: rx.Var[str]
    on_choose: rx.EventHandler[_two_texts]


@defined_in(MODULES["range_picker.jsx"])
class RangeText(rx.Component):
    """A range as text, in the time zone of the browser."""

    start: rx.Var[str]
    end: rx.Var[str]
