"""The list of jobs as a table."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.controls import EndText
from jobs_app.dashboard.browser.job import AttentionReason, JobLink, Progress
from jobs_app.dashboard.browser.time import Ago, Duration
from jobs_app.dashboard.components.status_badge import attention_badge, status_badge
from jobs_app.jobs.snapshots import COUNT_LIMIT, JobRow

COLUMNS = {
    "status": "Status",
    "type": "Type",
    "target": "Target",
    "progress": "Progress",
    "started": "Started",
    "duration": "Duration",
    "created": "Created",
}


@rx.memo
def job_row(job: rx.Var[JobRow], rest: rx.RestProp) -> rx.Component:
    """One job. A memo with a key: only rows whose job changed render again."""
    running = job.status == "running"
    return rx.el.tr(
        rx.el.td(
            rx.cond(job.attention, attention_badge(job.attention), status_badge(job.status, job.raw_status)),
            class_name="c-status",
        ),
        rx.el.td(EndText.create(text=job.job_type), class_name="c-type", title=job.job_type),
        rx.el.td(
            JobLink.create(job_id=job.id, target=job.target),
            rx.el.span(EndText.create(text=job.job_type), " ", class_name="row-type", title=job.job_type),
            rx.cond(job.attention, AttentionReason.create(mark=job.attention, job_type=job.job_type)),
            rx.cond(job.error, rx.el.span(job.error, class_name="error", title=job.error)),
            class_name="c-target",
        ),
        rx.el.td(
            Progress.create(
                status=job.status, percent=job.percent, processed=job.processed, total=job.total, unit=job.unit
            ),
            class_name="c-progress",
        ),
        rx.el.td(Ago.create(at=job.started), class_name="c-started"),
        rx.el.td(Duration.create(started=job.started, ended=job.ended, running=running), class_name="c-duration"),
        rx.el.td(Ago.create(at=job.created), class_name="c-created"),
        custom_attrs={
            "data-testid": "job-row",
            "data-job-id": job.id,
            "data-status": job.status,
            "data-attention": rx.cond(job.attention, job.attention.kind, None),
        },
    )


def group_head(group: rx.Var[str], counts: rx.Var[dict[str, int]]) -> rx.Component:
    """Above the first row of a group."""
    count = counts[group].to(int)
    return rx.el.tr(
        rx.el.th(
            rx.match(group, ("running", "Running"), ("queued", "Queued"), "Ended"),
            rx.el.span(count_text(count), class_name="group-count"),
            scope="rowgroup",
        ),
        class_name="group",
        custom_attrs={"data-group": group},
    )


def count_text(count: Any) -> rx.Var[str]:
    """A count as it is shown: exact up to `COUNT_LIMIT`."""
    return rx.cond(count > COUNT_LIMIT, "10k+", count.to_string())


def column_header(name: str, sort: rx.Var[str], on_sort: rx.EventHandler) -> rx.Component:
    """A column's title, which sorts by it, and turns round the order it already sets."""
    ascending, descending = sort == name, sort == f"-{name}"
    return rx.el.th(
        rx.el.button(
            COLUMNS[name],
            rx.el.span(rx.cond(ascending, "▲", rx.cond(descending, "▼", "")), class_name="arrow", aria_hidden="true"),
            type="button",
            on_click=on_sort(name),
        ),
        scope="col",
        class_name=f"c-{name}",
        custom_attrs={"aria-sort": rx.cond(ascending, "ascending", rx.cond(descending, "descending", "none"))},
    )


def job_table(rows: rx.Component, sort: rx.Var[str], on_sort: rx.EventHandler) -> rx.Component:
    return rx.el.table(
        rx.el.caption("Jobs", class_name="sr-only"),
        rx.el.thead(rx.el.tr(*(column_header(name, sort, on_sort) for name in COLUMNS))),
        rx.el.tbody(rows),
        class_name="jobs",
    )
