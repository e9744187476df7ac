"""The layout of every page: the top bar with the name, the refresh status and the colour mode."""

import reflex as rx

from jobs_app.dashboard.browser.controls import SkipLink
from jobs_app.dashboard.browser.page import PageNav, PageTitle


def layout(title: str, status: rx.Component, *content: rx.Component, tab: rx.Var[str] | None = None) -> rx.Component:
    """`tab` is the title of the browser's tab, if it differs."""
    return rx.fragment(
        PageTitle.create(text=title if tab is None else tab),
        SkipLink.create(),
        rx.el.header(
            rx.el.a(rx.icon("activity", size=18, aria_hidden="true"), "Jobs", href="/jobs", class_name="brand"),
            PageNav.create(),
            status,
            rx.el.button(
                rx.color_mode_cond(rx.icon("moon", size=16), rx.icon("sun", size=16)),
                type="button",
                class_name="secondary icon",
                aria_label="Switch between dark and light",
                on_click=rx.toggle_color_mode,
            ),
            class_name="bar-top",
        ),
        rx.el.main(rx.el.h1(title, class_name="sr-only"), *content, id="main", tab_index=-1),
    )
