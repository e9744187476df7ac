"""The controls above and below the list."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.controls import TypeMenu
from jobs_app.dashboard.browser.search import RangePicker, RangeText, SearchField
from jobs_app.dashboard.components.job_table import count_text
from jobs_app.dashboard.components.status_badge import attention_icon, status_icon
from jobs_app.jobs.cursors import SORTS
from jobs_app.jobs.filters import MAX_TYPES, SINCE, SIZES
from jobs_app.jobs.status import JobStatus

RANGES = {"": "Any time", "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days"}
assert set(RANGES) == {"", *SINCE}
ORDERS = {
    "activity": "By activity",
    "-activity": "By activity, reversed",
    "-created": "Newest first",
    "created": "Oldest first",
    "-started": "Last started",
    "started": "First started",
    "-completed": "Last ended",
    "completed": "First ended",
    "-duration": "Longest first",
    "duration": "Shortest first",
    "status": "Status, A to Z",
    "-status": "Status, Z to A",
    "type": "Type, A to Z",
    "-type": "Type, Z to A",
    "target": "Target, A to Z",
    "-target": "Target, Z to A",
    "-progress": "Most progress",
    "progress": "Least progress",
}
"""All orders: not all have a head to sort by."""
assert set(ORDERS) == {f"{sign}{sort}" for sign in ("", "-") for sort in SORTS}


def filter_bar(choices: Any, summary: Any, suggestions: Any) -> rx.Component:
    """Status, type, time range and search; `choices` is the state that changes them, `summary` what there is."""
    return rx.el.div(
        rx.el.div(
            _attention_chip(choices, summary.attention),
            *(_chip(status, choices, summary.counts) for status in JobStatus),
            class_name="chips",
            role="group",
            aria_label="Status",
        ),
        TypeMenu.create(
            types=summary.types,
            chosen=choices.types,
            matching=summary.matching_types,
            total=summary.total_types,
            complete=summary.all_types_known,
            search=summary.type_search,
            limit=MAX_TYPES,
            on_toggle=choices.toggle_type,
            on_search=summary.find_types,
        ),
        _range_select(choices),
        RangePicker.create(start=choices.start, end=choices.end, on_choose=choices.choose_range),
        _select("Sort by", choices.sort, choices.choose_order, ORDERS, "order"),
        SearchField.create(
            value=choices.search,
            found=suggestions.found,
            found_for=suggestions.found_for,
            on_search=choices.find,
            on_suggest=suggestions.suggest,
        ),
        class_name="filters",
        role="search",
    )


def left_out_types(choices: Any) -> rx.Component:
    """Says that the address names more types than a view can have."""
    named = choices.types_left_out + MAX_TYPES
    text = rx.el.p(
        "The address names ", named, f" types. The list shows the jobs of the first {MAX_TYPES} of them, by name.",
        class_name="offline-notice",
        role="status",
    )  # fmt: skip
    return rx.cond(choices.types_left_out, text, rx.fragment())


def printed_filter(choices: Any) -> rx.Component:
    """What the list shows, as the heading of its print."""

    def part(before: str, value: rx.Var[Any], after: str = "") -> rx.Component:
        return rx.cond(value, rx.el.span(before, value, after))

    ranges = rx.match(choices.since, *(item for item in RANGES.items() if item[0]), "").to(str)
    return rx.el.p(
        "Jobs",
        rx.cond(choices.attention, rx.el.span(" · needing attention")),
        part(" · ", choices.statuses.join(", ")),
        part(" · type ", choices.types.join(", ")),
        part(" · ", ranges),
        rx.cond(choices.start + choices.end, rx.el.span(" · ", RangeText.create(start=choices.start, end=choices.end))),
        part(" · “", choices.search, "”"),
        rx.el.span(" · ", rx.match(choices.sort, *ORDERS.items(), "")),
        class_name="printed-filter",
        aria_hidden="true",
    )


def pager(choices: Any, previous: rx.Var[bool], next_: rx.Var[bool]) -> rx.Component:
    """Back, forth, and how many rows a page has."""
    sizes = {str(size): f"{size} per page" for size in SIZES}
    return rx.el.nav(
        rx.el.button("← Previous", type="button", disabled=~previous, on_click=choices.turn_page(False)),
        rx.el.button("Next →", type="button", disabled=~next_, on_click=choices.turn_page(True)),
        _select("Rows per page", choices.size, choices.choose_size, sizes),
        class_name="pager",
        aria_label="Pages",
    )


def _chip(status: JobStatus, choices: Any, counts: rx.Var[dict[str, int]]) -> rx.Component:
    count, chosen = counts[str(status)].to(int), choices.statuses.contains(str(status))
    chip = rx.el.button(
        status_icon(status),
        str(status),
        rx.el.span(count_text(count), class_name="count"),
        type="button",
        class_name="chip",
        on_click=choices.toggle_status(str(status)),
        custom_attrs={"data-status": str(status), "aria-pressed": rx.cond(chosen, "true", "false")},
    )
    return chip if status is not JobStatus.UNKNOWN else rx.cond((count > 0) | chosen, chip)


def _attention_chip(choices: Any, count: Any) -> rx.Component:
    return rx.el.button(
        attention_icon(),
        "Attention",
        rx.el.span(count_text(count), class_name="count"),
        type="button",
        class_name=rx.cond(count > 0, "chip calls", "chip"),
        on_click=choices.toggle_attention,
        custom_attrs={
            "data-testid": "attention-filter",
            "data-count": count,
            "aria-pressed": rx.cond(choices.attention, "true", "false"),
        },
    )


def _range_select(choices: Any) -> rx.Component:
    """The ranges that end now. While a period is chosen it says so, and a choice here ends that."""
    is_period = (choices.start != "") | (choices.end != "")
    return rx.el.select(
        *(rx.el.option(text, value=option) for option, text in RANGES.items()),
        rx.cond(is_period, rx.el.option("Period", value="period")),
        value=rx.cond(is_period, "period", choices.since),
        on_change=choices.choose_since,
        aria_label="Time range",
        class_name="select",
    )


def _select(
    label: str, value: rx.Var[str], on_change: Any, options: dict[str, str], class_name: str = ""
) -> rx.Component:
    return rx.el.select(
        *(rx.el.option(text, value=option) for option, text in options.items()),
        value=value,
        on_change=on_change,
        aria_label=label,
        class_name=f"select {class_name}".strip(),
    )
