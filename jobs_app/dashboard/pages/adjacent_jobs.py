"""The steps from one job's page to the next."""

import asyncio
from contextlib import suppress
from urllib.parse import unquote

import reflex as rx
from sqlalchemy.exc import SQLAlchemyError

from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.dashboard.refresh import viewers
from jobs_app.jobs.filters import JobFilter
from jobs_app.polling.loop import max_read_seconds
from jobs_app.polling.schedule import delay


class AdjacentJobs(HydratedState, rx.State):
    """The jobs before and after this one in the list that the operator came from."""

    previous: str = ""
    next: str = ""
    _job_id: str = ""

    def _change_job(self, job_id: str) -> None:
        if self._hydrated and self._job_id != job_id:
            self.previous = self.next = ""
        self._job_id = job_id

    def _show(self, job_id: str, previous: str, following: str) -> None:
        if self._job_id == job_id:
            self.previous, self.next = previous, following
            self._hydrate()

    @rx.event(background=True)
    async def find(self) -> None:
        """Finds the adjacent jobs when the page is opened; where that fails, it retries while the page is open."""
        job_id, token = job_id_of(self), self.router.session.client_token
        async with self:
            view = JobFilter.from_query((await self.get_state(ListFilters)).query)
            self._change_job(job_id)
        failures = 0
        while not (found := await _adjacent(view, job_id)):
            failures += 1
            await asyncio.sleep(delay(failures, feeds().polling.interval))
            viewer = viewers.get(token)
            if viewer is None or viewer.view != job_id:
                return
        async with self:
            self._show(job_id, *found)


async def _adjacent(view: JobFilter, job_id: str) -> tuple[str, str] | None:
    """None if the database does not answer."""
    with suppress(SQLAlchemyError, TimeoutError):
        async with asyncio.timeout(max_read_seconds(feeds().polling.interval)):
            return (await feeds().adjacent.answer((view, job_id))).answer
    return None


def job_id_of(state: rx.State) -> str:
    """The id in the address of a job's page."""
    return unquote(state.router.url.path.rstrip("/").rpartition("/")[2])
