"""The empty state of the list."""

import reflex as rx


def no_jobs() -> rx.Component:
    return _empty(
        "no-jobs",
        rx.el.h2("No jobs yet"),
        rx.el.p("Start one in a terminal; it shows up here by itself:"),
        rx.el.pre(rx.el.code(".venv/bin/jobs scan /some/folder")),
    )


def no_match(clear: rx.EventHandler) -> rx.Component:
    return _empty(
        "no-match",
        rx.el.h2("No job matches"),
        rx.el.p("There are jobs, but none that fits these filters."),
        rx.el.button("Clear filters", type="button", class_name="primary", on_click=clear),
    )


def _empty(reason: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(
        *content, class_name="empty", custom_attrs={"data-testid": "empty-state", "data-reason": reason}
    )
