"""The parts of a job's page, and of its row in the list."""

from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.component import defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["progress.jsx"])
class Progress(rx.Component):
    """Bar, percent and "25 of 100 files"."""

    status: rx.Var[str]
    percent: rx.Var[float | None]
    processed: rx.Var[int | None]
    total: rx.Var[int | None]
    unit: rx.Var[str]


@defined_in(MODULES["progress_estimate.jsx"])
class SpeedAndTimeLeft(rx.Component):
    """Items a second and time left, marked as estimates, or why there is none."""

    rate: rx.Var[float | None]
    left: rx.Var[float | None]
    withheld: rx.Var[str]
    unit: rx.Var[str]


@defined_in(MODULES["attention.jsx"])
class AttentionText(rx.Component):
    """Why a job needs attention, and how much: "Stalled 2 h 21 min"."""

    mark: rx.Var[Any]
    last_seen: rx.Var[int]


@defined_in(MODULES["attention.jsx"])
class AttentionReason(rx.Component):
    """The reason as a sentence."""

    mark: rx.Var[Any]
    job_type: rx.Var[str]


@defined_in(MODULES["timeline.jsx"])
class Timeline(rx.Component):
    """How long a job waited, how long it ran, and how it ended."""

    created: rx.Var[int | None]
    started: rx.Var[int | None]
    ended: rx.Var[int | None]
    status: rx.Var[str]
    last_seen: rx.Var[int]


@defined_in(MODULES["job_link.jsx"])
class JobLink(rx.Component):
    """A target as a link to its job."""

    job_id: rx.Var[str]
    target: rx.Var[str]


@defined_in(MODULES["job_nav.jsx"])
class JobNav(rx.Component):
    """Links back to the list as it was, and to the adjacent jobs."""

    query: rx.Var[str]
    previous: rx.Var[str]
    following: rx.Var[str]


@defined_in(MODULES["job_nav.jsx"])
class BackLink(rx.Component):
    """A link to the list as it was."""

    query: rx.Var[str]
