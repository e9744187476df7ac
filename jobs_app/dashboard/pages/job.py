"""One job, `/jobs/<id>`."""

import time
from typing import Any

import reflex as rx

from jobs_app.dashboard.browser.job import JobNav
from jobs_app.dashboard.browser.log import LogView
from jobs_app.dashboard.browser.page import OfflineNotice, PrefetchedPage
from jobs_app.dashboard.components.job_details import job_details, job_gone, job_not_found
from jobs_app.dashboard.components.layout import layout
from jobs_app.dashboard.components.status_badge import status_word
from jobs_app.dashboard.keep_current import keep_current
from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.pages.adjacent_jobs import AdjacentJobs, job_id_of
from jobs_app.dashboard.pages.job_vars import LogChunk, ShownDetails, ShownProgress
from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.dashboard.refresh import refresh_status
from jobs_app.feeds.job import JobUpdate
from jobs_app.jobs.status import JobStatus
from jobs_app.polling.shared_reads import ReadResult

MAX_TAB_CHARACTERS = 80
"""Characters of a job's target in the title of its tab."""


class JobDetails(HydratedState, rx.State):
    """The job on screen; `gone` if it does not exist."""

    details: ShownDetails = ShownDetails()
    progress: ShownProgress = ShownProgress()
    gone: bool = False
    last_seen: int = 0
    """When a job that is gone was last seen, or missed by a session that never saw it, in milliseconds since 1970:
    its times stand still then. 0: it is there."""
    _seen_at: int = 0

    def _show(self, update: JobUpdate) -> None:
        gone = update.detail is None
        if update.detail:
            self._seen_at = _milliseconds()
            self._assign(
                details=ShownDetails.of(update, update.detail), progress=ShownProgress.of(update, update.detail)
            )
        if gone != self.gone:
            self.gone, self.last_seen = gone, (self._seen_at or _milliseconds()) if gone else 0
        # A page that lost its session still holds the last details of a job that is gone.
        self._hydrate(*(("gone", "last_seen") if gone else ()))

    def _change_job(self, job_id: str) -> None:
        # A new session leaves the page as it is: it may well be this job's already.
        if self._hydrated and self.get_value("details").id != job_id:
            self.details, self.progress, self.gone, self.last_seen = ShownDetails(), ShownProgress(), False, 0


class LogUpdates(HydratedState, rx.State):
    """The lines that are new since the last poll; the browser keeps those before and requests what it misses."""

    chunk: LogChunk | None = None
    _sent: int = 0
    _run_id: str = ""

    def _show(self, update: JobUpdate) -> None:
        log = update.log
        if self._run_id != update.run_id:
            self._sent, self._run_id = 0, update.run_id
        elif self._hydrated and log.total == self._sent and self.get_value("chunk"):
            return
        old = max(0, self._sent + 1 - log.first) if log.total >= self._sent else 0
        self.chunk = LogChunk(log.first + old, list(log.lines[old:]), log.total)
        self._sent = log.total
        self._hydrate()

    def _change_job(self, job_id: str) -> None:
        if self._run_id.rpartition(" ")[0] != job_id:
            if self._hydrated:
                self.chunk = None
            self._sent, self._run_id = 0, ""


class JobPage:
    """Reads and shows one job."""

    async def read(self, view: str, max_age: float) -> ReadResult[JobUpdate]:
        return await feeds().job.answer(view, max_age)

    async def show(self, state: rx.State, view: str, answer: JobUpdate) -> None:
        (await state.get_state(JobDetails))._show(answer)
        if answer.detail:
            (await state.get_state(LogUpdates))._show(answer)

    def is_final(self, answer: JobUpdate) -> bool:
        return answer.detail is not None and JobStatus.of(answer.detail.status).is_final


class JobPolling(rx.State):
    """The background event that keeps the page current."""

    @rx.event(background=True)
    async def poll(self) -> None:
        """Runs as long as the page is open."""
        job_id, token = job_id_of(self), self.router.session.client_token
        async with self:
            (await self.get_state(JobDetails))._change_job(job_id)
            (await self.get_state(LogUpdates))._change_job(job_id)
        await keep_current(self, token, job_id, JobPage(), feeds().polling)


def _milliseconds() -> int:
    return round(time.time() * 1000)


def job() -> rx.Component:
    details = JobDetails.details
    mark: Any = JobDetails.progress.attention
    word = rx.cond(mark, mark.kind, status_word(details.status, details.raw_status))
    status = rx.cond(JobDetails.gone, "deleted", word).to(str)
    name = rx.cond(details.target, details.target, details.id).to(str)
    return layout(
        "Job",
        refresh_status(),
        PrefetchedPage.create(path="jobs"),
        JobNav.create(query=ListFilters.query, previous=AdjacentJobs.previous, following=AdjacentJobs.next),
        rx.cond(JobDetails.gone, rx.cond(details.id, job_gone(ListFilters.query), job_not_found(ListFilters.query))),
        rx.cond(
            details.id,
            rx.el.div(
                job_details(details, JobDetails.progress, JobDetails.gone, JobDetails.last_seen),
                LogView.create(job_id=details.id, status=details.status, chunk=LogUpdates.chunk, key=details.run_id),
                class_name="first-screen",
            ),
            rx.cond(JobDetails.gone, rx.fragment(), OfflineNotice.create(text="Not loaded: offline")),
        ),
        tab=rx.cond(details.id, status + " · " + name[:MAX_TAB_CHARACTERS], "Job").to(str),
    )
