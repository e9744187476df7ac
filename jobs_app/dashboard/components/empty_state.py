"""The empty state of the list."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.search import NoMatch
from jobs_app.dashboard.components.filter_bar import RANGES


def no_jobs() -> rx.Component:
    return _empty(
        "no-jobs",
        rx.el.h2("No jobs yet"),
        rx.el.p("Start one in a terminal; it shows up here by itself:"),
        rx.el.pre(rx.el.code(".venv/bin/jobs scan /some/folder")),
    )


def no_match(choices: Any) -> rx.Component:
    """No job fits the filters of `choices`, the state that changes them."""
    since = rx.match(choices.since, *(item for item in RANGES.items() if item[0]), "").to(str)
    return _empty(
        "no-match",
        rx.el.h2("No job matches"),
        NoMatch.create(
            statuses=choices.statuses,
            types=choices.types,
            since=since,
            start=choices.start,
            end=choices.end,
            search=choices.search,
            attention=choices.attention,
            error=choices.error,
            on_status=choices.toggle_status,
            on_type=choices.toggle_type,
            on_since=choices.choose_since,
            on_search=choices.find,
            on_attention=choices.toggle_attention,
            on_error=choices.choose_error,
        ),
        rx.el.button("Clear filters", type="button", class_name="primary", on_click=choices.clear),
    )


def _empty(reason: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(
        *content, class_name="empty", custom_attrs={"data-testid": "empty-state", "data-reason": reason}
    )
