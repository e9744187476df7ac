"""One job: what it is, how far it is, how it ended."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.controls import CopyText
from jobs_app.dashboard.browser.job import AttentionReason, BackLink, Progress, SpeedAndTimeLeft, Timeline
from jobs_app.dashboard.browser.page import CollapsedOnSmallScreens
from jobs_app.dashboard.browser.time import Duration, Moment
from jobs_app.dashboard.components.status_badge import attention_badge, status_badge

Details = rx.Var[Any]
"""Vars of the types in pages/job_vars.py, which components do not import."""


def job_details(job: Details, progress: Details, gone: rx.Var[bool], last_seen: rx.Var[int]) -> rx.Component:
    """Everything known about a job. What is not there is left out; the facts of a deleted one are marked so,
    and its times stand still at the moment when it was `last_seen`, 0 for one that is there."""
    return rx.el.article(
        rx.el.div(
            rx.cond(
                progress.attention,
                attention_badge(progress.attention, last_seen=last_seen),
                status_badge(job.status.to(str), job.raw_status.to(str)),
            ),
            rx.el.h2(rx.cond(job.target, job.target, job.id)),
            rx.cond(gone, rx.el.span("as last seen", class_name="tag")),
            class_name="job-head",
        ),
        _progress(job, progress, last_seen),
        Timeline.create(
            **{name: getattr(job, name) for name in ("created", "started", "ended", "status")}, last_seen=last_seen
        ),
        _outcome(job),
        CollapsedOnSmallScreens.create(_facts(job, last_seen), title="Details"),
        rx.cond(
            job.unparsed_times, rx.el.p("Times that cannot be parsed: ", job.unparsed_times, class_name="unparsed")
        ),
        class_name=rx.cond(gone, "job deleted", rx.cond(progress.attention, "job needs-attention", "job")),
        custom_attrs={
            "data-testid": "job-detail",
            "data-job-id": job.id,
            "data-status": job.status,
            "data-attention": rx.cond(progress.attention, progress.attention.kind, None),
        },
    )


def _progress(job: Details, progress: Details, last_seen: rx.Var[int]) -> rx.Component:
    amounts = {name: getattr(progress, name) for name in ("percent", "processed", "total", "unit")}
    return rx.el.div(
        Progress.create(status=job.status, **amounts),
        rx.cond(
            job.status == "running",
            rx.fragment(
                rx.cond(
                    progress.attention,
                    rx.fragment(),
                    SpeedAndTimeLeft.create(
                        **{name: getattr(progress, name) for name in ("rate", "left", "withheld", "unit")}
                    ),
                ),
            ),
        ),
        rx.cond(progress.attention, AttentionReason.create(mark=progress.attention, job_type=job.job_type)),
        class_name="job-progress",
    )


def _facts(job: Details, last_seen: rx.Var[int]) -> rx.Component:
    running = job.status == "running"
    duration = Duration.create(started=job.started, ended=job.ended, running=running, last_seen=last_seen)
    facts = (
        ("Type", job.job_type, True),
        ("Duration", duration, True),
        ("Usually", Duration.create(started=0, ended=job.typical_duration, running=False), job.typical_duration),
        ("Created", Moment.create(at=job.created), True),
        ("Started", Moment.create(at=job.started), True),
        ("Ended", Moment.create(at=job.ended), True),
        ("Attempt", job.attempt, job.attempt > 1),
        ("Priority", job.priority, job.priority != 0),
        ("Worker", job.worker, job.worker),
        ("Id", CopyText.create(text=job.id, label="Copy the id", short=True), True),
    )
    return rx.el.dl(*(_fact(*fact) for fact in facts), class_name="facts")


def _fact(name: str, value: Any, says_something: Any) -> rx.Component:
    fact = rx.el.div(rx.el.dt(name), rx.el.dd(value), class_name=f"fact f-{name.lower()}")
    return fact if says_something is True else rx.cond(says_something, fact)


def _outcome(job: Details) -> rx.Component:
    return rx.fragment(
        rx.cond(
            job.error.to(str) | job.traceback.to(str),
            rx.el.section(
                rx.el.h3("Error"),
                rx.cond(job.error, CopyText.create(text=job.error, label="Copy the error")),
                rx.cond(job.traceback, _unfolding("Traceback", job.traceback)),
                class_name="outcome failed",
            ),
        ),
        rx.cond(
            job.summary_text,
            rx.el.section(
                rx.el.h3("Summary"),
                rx.cond(job.summary_sentence, rx.el.p(job.summary_sentence, custom_attrs={"data-testid": "summary"})),
                _unfolding("JSON", job.summary_text),
                class_name="outcome summary",
            ),
        ),
    )


def _unfolding(title: str, text: rx.Var[Any]) -> rx.Component:
    return rx.el.details(rx.el.summary(title), CopyText.create(text=text, label=f"Copy the {title}"))


def job_gone(query: rx.Var[str]) -> rx.Component:
    """Above the last known facts of a job that was deleted while it was watched."""
    return rx.el.section(
        rx.el.h2("This job no longer exists"),
        rx.el.p(
            "It was deleted. Below is what was last known of it. ", BackLink.create("Back to the list", query=query)
        ),
        class_name="notice",
        role="status",
        custom_attrs={"data-testid": "job-gone"},
    )


def job_not_found(query: rx.Var[str]) -> rx.Component:
    """In place of a job that never was."""
    return rx.el.section(
        rx.el.h2("Job not found"),
        rx.el.p("No job has this id: it may have been deleted, or the address may be incomplete."),
        BackLink.create("Back to the list", query=query),
        class_name="empty",
        custom_attrs={"data-testid": "job-gone"},
    )
