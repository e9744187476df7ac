"""One job, `/jobs/<id>`."""

import asyncio
import dataclasses
import time
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import reflex as rx
from sqlalchemy.exc import SQLAlchemyError

from jobs_app.components.frame import frame
from jobs_app.components.job_detail import job_detail, job_gone, no_such_job
from jobs_app.components.live import JobNav, JobTitle, LogView
from jobs_app.following import JobNow
from jobs_app.pages.jobs import Choices
from jobs_app.pages.refresh import keep_current, refresh_status, viewers
from jobs_app.pages.screen import Screen
from jobs_app.pages.sources import followed_jobs, neighbours_of, polling
from jobs_app.polling.schedule import delay
from jobs_app.polling.watch import longest_read
from jobs_app.snapshots import JobDetail
from jobs_app.status import JobStatus

MOVING = ("percent", "processed", "total", "unit")
"""What changes from poll to poll: sent apart from the rest, which may hold a long traceback."""
UNSHOWN = ("heartbeat", "updated", "summary")


class JobFacts(Screen, rx.State):
    """The job on screen; `gone` if there is none (any more)."""

    facts: dict[str, Any] = {}
    moving: dict[str, Any] = {}
    gone: bool = False
    seen: int = 0
    """When a job that is gone was last seen, or missed by a session that never saw it, in milliseconds since 1970:
    its times stand still then. 0: it is there."""
    _seen_at: int = 0

    def _show(self, now: JobNow) -> None:
        gone = now.detail is None
        if now.detail:
            self._seen_at = _milliseconds()
            for name, value in (("facts", _facts(now, now.detail)), ("moving", _moving(now, now.detail))):
                if value != self.get_value(name):
                    setattr(self, name, value)
        if gone != self.gone:
            self.gone, self.seen = gone, (self._seen_at or _milliseconds()) if gone else 0
        # A page that lost its session still holds the last facts of a job that is gone.
        self._know(*(("gone", "seen") if gone else ()))

    def _turn_to(self, job_id: str) -> None:
        # A session that starts anew leaves the page as it is: it may well be this job's already.
        if self._known and self.get_value("facts").get("id") != job_id:
            self.facts, self.moving, self.gone, self.seen = {}, {}, False, 0


class JobLog(Screen, rx.State):
    """The lines that are new since the last poll; the browser keeps those before and asks for what it misses."""

    chunk: dict[str, Any] = {}
    _sent: int = 0
    _of: str = ""

    def _show(self, now: JobNow) -> None:
        log = now.log
        if self._of != now.life:
            self._sent, self._of = 0, now.life
        elif self._known and log.total == self._sent and self.get_value("chunk"):
            return
        old = max(0, self._sent + 1 - log.first) if log.total >= self._sent else 0
        self.chunk = {"first": log.first + old, "lines": list(log.lines[old:]), "total": log.total}
        self._sent = log.total
        self._know()

    def _turn_to(self, job_id: str) -> None:
        if self._of.rpartition(" ")[0] != job_id:
            if self._known:
                self.chunk = {}
            self._sent, self._of = 0, ""


class Neighbours(Screen, rx.State):
    """The jobs before and after this one in the list that the operator came from."""

    previous: str = ""
    next: str = ""
    _of: str = ""

    def _turn_to(self, job_id: str) -> None:
        if self._known and self._of != job_id:
            self.previous = self.next = ""
        self._of = job_id

    def _show(self, job_id: str, previous: str, following: str) -> None:
        if self._of == job_id:
            self.previous, self.next = previous, following
            self._know()


class JobPage(rx.State):
    """The page itself: the loop that keeps it current."""

    @rx.event(background=True)
    async def watch(self) -> None:
        """Runs as long as the page is open."""
        job_id = _job_id(self)
        async with self:
            (await self.get_state(JobFacts))._turn_to(job_id)
            (await self.get_state(JobLog))._turn_to(job_id)
        await keep_current(self, job_id, followed_jobs, _show, polling, _is_final)

    @rx.event(background=True)
    async def look_around(self) -> None:
        """Finds the neighbours when the page is opened; where that fails, it tries on while the page is open."""
        job_id, token = _job_id(self), self.router.session.client_token
        async with self:
            query = (await self.get_state(Choices)).query
            (await self.get_state(Neighbours))._turn_to(job_id)
        failures = 0
        while not (found := await _neighbours(query, job_id)):
            failures += 1
            await asyncio.sleep(delay(failures, polling.interval))
            viewer = viewers.get(token)
            if viewer is None or viewer.view != job_id:
                return
        async with self:
            (await self.get_state(Neighbours))._show(job_id, *found)


async def _neighbours(query: str, job_id: str) -> tuple[str, str] | None:
    """None where the database does not say."""
    with suppress(SQLAlchemyError, TimeoutError):
        async with asyncio.timeout(longest_read(polling.interval)):
            return (await neighbours_of.answer((query, job_id))).answer
    return None


def _job_id(page: rx.State) -> str:
    return unquote(page.router.url.path.rstrip("/").rpartition("/")[2])


async def _show(page: rx.State, _job_id: str, now: JobNow) -> None:
    (await page.get_state(JobFacts))._show(now)
    if now.detail:
        (await page.get_state(JobLog))._show(now)


def _is_final(now: JobNow) -> bool:
    return now.detail is not None and JobStatus.of(now.detail.status).is_final


def _facts(now: JobNow, detail: JobDetail) -> dict[str, Any]:
    facts = {name: value for name, value in dataclasses.asdict(detail).items() if name not in (*MOVING, *UNSHOWN)}
    return facts | {"life": now.life, "told": now.told, "summary": now.summary, "usual": now.usual}


def _moving(now: JobNow, detail: JobDetail) -> dict[str, Any]:
    moving = {name: getattr(detail, name) for name in MOVING}
    moving["percent"] = None if detail.percent is None else round(detail.percent, 1)
    pace = {"rate": _three_digits(now.pace.rate), "left": _three_digits(now.pace.left), "doubt": now.pace.doubt}
    return moving | pace | {"sign": now.silent_since, "moved": now.stuck_since}


def _milliseconds() -> int:
    return round(time.time() * 1000)


def _three_digits(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.3g}")


def job_page() -> rx.Component:
    facts = JobFacts.facts
    return frame(
        "Job",
        refresh_status(),
        JobTitle.create(
            status=facts["status"], name=rx.cond(facts["target"], facts["target"], facts["id"]), gone=JobFacts.gone
        ),
        JobNav.create(query=Choices.query, previous=Neighbours.previous, following=Neighbours.next),
        rx.cond(JobFacts.gone, rx.cond(facts["id"], job_gone(Choices.query), no_such_job(Choices.query))),
        rx.cond(
            facts["id"],
            rx.fragment(
                job_detail(facts, JobFacts.moving, JobFacts.gone, JobFacts.seen),
                LogView.create(job_id=facts["id"], status=facts["status"], chunk=JobLog.chunk, key=facts["life"]),
            ),
        ),
    )
