"""The page of every unknown address."""

import reflex as rx

from jobs_app.dashboard.components.layout import layout


def not_found() -> rx.Component:
    return layout(
        "Page not found",
        rx.fragment(),
        rx.el.section(
            rx.el.h2("Page not found"),
            rx.el.p("There is no page at this address."),
            rx.el.a("To the list of jobs", href="/jobs"),
            class_name="empty",
            custom_attrs={"data-testid": "page-not-found"},
        ),
    )
