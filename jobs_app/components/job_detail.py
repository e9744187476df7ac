"""One job: what it is, how far it is, how it ended."""

from typing import Any

import reflex as rx

from jobs_app.components.live import BackLink, CopyText, Duration, Moment, Pace, Progress, Silence, Timeline
from jobs_app.components.status_badge import status_badge

Facts = rx.Var[dict[str, Any]]


def job_detail(job: Facts, moving: Facts, gone: rx.Var[bool], seen: rx.Var[int]) -> rx.Component:
    """Everything known about a job. What is not there is left out; the facts of a deleted one are marked so,
    and its times stand still at the moment when it was last `seen`, 0 for one that is there."""
    return rx.el.article(
        rx.el.div(
            status_badge(job["status"].to(str)),
            rx.el.h2(rx.cond(job["target"], job["target"], job["id"])),
            rx.cond(gone, rx.el.span("as last seen", class_name="tag")),
            class_name="job-head",
        ),
        _progress(job, moving, seen),
        Timeline.create(**{name: job[name] for name in ("created", "started", "ended", "status")}, seen=seen),
        _outcome(job),
        _facts(job, seen),
        class_name=rx.cond(gone, "job gone", "job"),
        custom_attrs={"data-testid": "job-detail", "data-job-id": job["id"], "data-status": job["status"]},
    )


def _progress(job: Facts, moving: Facts, seen: rx.Var[int]) -> rx.Component:
    amounts = {name: moving[name] for name in ("percent", "processed", "total", "unit")}
    return rx.el.div(
        Progress.create(status=job["status"], **amounts),
        rx.cond(
            job["status"] == "running",
            rx.fragment(
                Pace.create(rate=moving["rate"], left=moving["left"], doubt=moving["doubt"], unit=moving["unit"]),
                Silence.create(sign=moving["sign"], moved=moving["moved"], seen=seen),
            ),
        ),
        class_name="job-progress",
    )


def _facts(job: Facts, seen: rx.Var[int]) -> rx.Component:
    running = job["status"] == "running"
    duration = Duration.create(started=job["started"], ended=job["ended"], running=running, seen=seen)
    facts = (
        ("Type", job["job_type"]),
        ("Duration", duration),
        ("Usually", Duration.create(started=0, ended=job["usual"], running=False)),
        ("Created", Moment.create(at=job["created"])),
        ("Started", Moment.create(at=job["started"])),
        ("Ended", Moment.create(at=job["ended"])),
        ("Attempt", job["attempt"]),
        ("Priority", job["priority"]),
        ("Worker", rx.cond(job["worker"], job["worker"], rx.el.span("–", class_name="none"))),
        ("Id", CopyText.create(text=job["id"], label="Copy the id", short=True)),
    )
    return rx.el.dl(
        *(rx.el.div(rx.el.dt(name), rx.el.dd(value), class_name=f"fact f-{name.lower()}") for name, value in facts),
        class_name="facts",
    )


def _outcome(job: Facts) -> rx.Component:
    return rx.fragment(
        rx.cond(
            job["error"].to(str) | job["traceback"].to(str),
            rx.el.section(
                rx.el.h3("Error"),
                rx.cond(job["error"], CopyText.create(text=job["error"], label="Copy the error")),
                rx.cond(job["traceback"], _unfolding("Traceback", job["traceback"])),
                class_name="outcome failed",
            ),
        ),
        rx.cond(
            job["summary"],
            rx.el.section(
                rx.el.h3("Summary"),
                rx.cond(job["told"], rx.el.p(job["told"], custom_attrs={"data-testid": "summary"})),
                _unfolding("JSON", job["summary"]),
                class_name="outcome",
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


def no_such_job(query: rx.Var[str]) -> rx.Component:
    """In place of a job that never was."""
    return rx.el.section(
        rx.el.h2("There is no such job"),
        rx.el.p("No job has this id: it may have been deleted, or the address may be incomplete."),
        BackLink.create("Back to the list", query=query),
        class_name="empty",
        custom_attrs={"data-testid": "job-gone"},
    )
