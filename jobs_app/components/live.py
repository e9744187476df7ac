"""The parts of the page that live in the browser, as Reflex components. Their JSX stands beside this file."""

from typing import Any

import reflex as rx

for _module in (
    "clock.js",
    "copy_button.jsx",
    "link.js",
    "log_format.js",
    "log_hash.js",
    "log_lines.js",
    "log_list.js",
    "log_matches.js",
    "log_pages.js",
    "log_rows.jsx",
    "log_search.js",
    "log_tools.jsx",
    "log_window.js",
    "refresh_state.js",
    "schedule.js",
    "scroll.js",
    "silence.js",
    "time_words.js",
):
    rx.asset(_module, shared=True)


def _flag(value: rx.Var[bool]) -> tuple[rx.Var[bool]]:
    return (value,)


def _text(value: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (value,)


class Line(rx.Component):
    """Keeps watch over the connection; shows nothing. Part of every page, whichever is opened first."""

    library = rx.asset("line.jsx", shared=True).importable_path
    tag = "Line"


class RefreshStatus(rx.Component):
    """What the page may claim about its data, with Refresh, Pause and Retry now."""

    library = rx.asset("refresh_status.jsx", shared=True).importable_path
    tag = "RefreshStatus"
    at: rx.Var[int]
    took: rx.Var[int]
    failing: rx.Var[dict[str, Any]]
    interval: rx.Var[float]
    mode: rx.Var[str]
    on_refresh: rx.EventHandler[rx.event.no_args_event_spec]
    on_pause: rx.EventHandler[_flag]


class Visibility(rx.Component):
    """Tells the server whether the tab can be seen."""

    library = rx.asset("visibility.jsx", shared=True).importable_path
    tag = "Visibility"
    on_visibility: rx.EventHandler[_flag]


class Address(rx.Component):
    """Keeps the view in the address."""

    library = rx.asset("address.jsx", shared=True).importable_path
    tag = "Address"
    query: rx.Var[str]
    turn: rx.Var[int]


class Ago(rx.Component):
    """A moment as "3 s ago", exact on hover."""

    library = rx.asset("times.jsx", shared=True).importable_path
    tag = "Ago"
    at: rx.Var[int | None]


class Moment(rx.Component):
    """A moment as "3 s ago", and exactly."""

    library = rx.asset("times.jsx", shared=True).importable_path
    tag = "Moment"
    at: rx.Var[int | None]


class Duration(rx.Component):
    """How long a job ran; ticks in the browser while it runs."""

    library = rx.asset("times.jsx", shared=True).importable_path
    tag = "Duration"
    started: rx.Var[int | None]
    ended: rx.Var[int | None]
    running: rx.Var[bool]
    seen: rx.Var[int]


class Progress(rx.Component):
    """Bar, percent and "25 of 100 files"."""

    library = rx.asset("progress.jsx", shared=True).importable_path
    tag = "Progress"
    status: rx.Var[str]
    percent: rx.Var[float | None]
    processed: rx.Var[int | None]
    total: rx.Var[int | None]
    unit: rx.Var[str]


class JobLink(rx.Component):
    """A target that leads to its job."""

    library = rx.asset("job_link.jsx", shared=True).importable_path
    tag = "JobLink"
    job_id: rx.Var[str]
    target: rx.Var[str]


class SearchBox(rx.Component):
    """A search field that survives every update."""

    library = rx.asset("search_box.jsx", shared=True).importable_path
    tag = "SearchBox"
    value: rx.Var[str]
    on_search: rx.EventHandler[_text]


class TypeMenu(rx.Component):
    """A menu to choose several job types from."""

    library = rx.asset("type_menu.jsx", shared=True).importable_path
    tag = "TypeMenu"
    lib_dependencies: list[str] = ["@radix-ui/react-dropdown-menu@2.2.1"]
    types: rx.Var[list[str]]
    chosen: rx.Var[list[str]]
    on_toggle: rx.EventHandler[_text]


class Pace(rx.Component):
    """Items a second and time left, marked as estimates, or why there is none."""

    library = rx.asset("pace.jsx", shared=True).importable_path
    tag = "Pace"
    rate: rx.Var[float | None]
    left: rx.Var[float | None]
    doubt: rx.Var[str]
    unit: rx.Var[str]


class Silence(rx.Component):
    """Says so when a running job has not been heard of, or not come on, for a minute."""

    library = rx.asset("pace.jsx", shared=True).importable_path
    tag = "Silence"
    sign: rx.Var[int | None]
    moved: rx.Var[int | None]
    seen: rx.Var[int]


class Timeline(rx.Component):
    """How long a job waited, how long it ran, and how it ended."""

    library = rx.asset("timeline.jsx", shared=True).importable_path
    tag = "Timeline"
    created: rx.Var[int | None]
    started: rx.Var[int | None]
    ended: rx.Var[int | None]
    status: rx.Var[str]
    seen: rx.Var[int]


class CopyText(rx.Component):
    """A text with a button that copies it."""

    library = rx.asset("copy_text.jsx", shared=True).importable_path
    tag = "CopyText"
    text: rx.Var[str]
    label: rx.Var[str]
    short: rx.Var[bool]


class JobNav(rx.Component):
    """Back to the list as it was, and on to the jobs beside this one."""

    library = rx.asset("job_nav.jsx", shared=True).importable_path
    tag = "JobNav"
    query: rx.Var[str]
    previous: rx.Var[str]
    following: rx.Var[str]


class BackLink(rx.Component):
    """To the list as it was."""

    library = rx.asset("job_nav.jsx", shared=True).importable_path
    tag = "BackLink"
    query: rx.Var[str]


class JobTitle(rx.Component):
    """What the browser's tab says on a job's page."""

    library = rx.asset("job_title.jsx", shared=True).importable_path
    tag = "JobTitle"
    status: rx.Var[str]
    name: rx.Var[str]
    gone: rx.Var[bool]


class SkipLink(rx.Component):
    """The first thing the keyboard reaches: leads past the bar on top."""

    library = rx.asset("skip_link.jsx", shared=True).importable_path
    tag = "SkipLink"


class LogView(rx.Component):
    """A job's log: follows its end, loads what comes into view, searches on the server."""

    library = rx.asset("log_view.jsx", shared=True).importable_path
    tag = "LogView"
    lib_dependencies: list[str] = ["@tanstack/react-virtual@3.14.26", "anser@2.3.5"]
    job_id: rx.Var[str]
    status: rx.Var[str]
    chunk: rx.Var[dict[str, Any]]
