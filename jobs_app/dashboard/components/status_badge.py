"""A job's status as icon and word."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.job import AttentionText
from jobs_app.jobs.status import JobStatus

ICONS = {
    JobStatus.RUNNING: "loader-circle",
    JobStatus.QUEUED: "clock",
    JobStatus.FAILED: "circle-x",
    JobStatus.COMPLETED: "circle-check",
    JobStatus.CANCELLED: "ban",
    JobStatus.UNKNOWN: "circle-help",
}


def status_icon(status: JobStatus) -> rx.Component:
    return rx.icon(ICONS[status], size=14, aria_hidden="true")


def status_badge(status: rx.Var[str], raw_status: rx.Var[str]) -> rx.Component:
    """Icon and word, coloured by `data-status` of an element around it; of an unknown status its own word."""
    icons = [(str(known), status_icon(known)) for known in JobStatus if known is not JobStatus.UNKNOWN]
    return rx.el.span(
        rx.match(status, *icons, status_icon(JobStatus.UNKNOWN)), status_word(status, raw_status), class_name="status"
    )


def attention_icon() -> rx.Component:
    return rx.icon("triangle-alert", size=14, aria_hidden="true")


def attention_badge(mark: rx.Var[Any], **last_seen: rx.Var[int]) -> rx.Component:
    """In place of the status of a job that needs attention."""
    return rx.el.span(attention_icon(), AttentionText.create(mark=mark, **last_seen), class_name="status attention")


def status_word(status: rx.Var[str], raw_status: rx.Var[str]) -> rx.Var[str]:
    return rx.cond(raw_status, raw_status, status)
