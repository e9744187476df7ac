"""The groups of errors on the list's page, and the name of the error that the list is narrowed to."""

import reflex as rx

from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.jobs.error_groups import ErrorGroup, ErrorGroups, grouped_view
from jobs_app.jobs.filters import JobFilter
from jobs_app.polling.shared_reads import ReadResult

MAX_AGE_SECONDS, MAX_AGE_ON_REQUEST_SECONDS = 60.0, 5.0
"""How old groups may be that a poll shows, or that somebody asked for: counting reads all failed jobs."""


class ErrorList(HydratedState, rx.State):
    """What was counted `at`, in milliseconds since 1970. The name is empty while it is unknown."""

    groups: list[ErrorGroup] = []
    total: int = 0
    at: int = 0
    type: str = ""
    text: str = ""

    def _show(self, view: JobFilter, result: ReadResult[ErrorGroups] | None) -> None:
        found = result.answer if result else ErrorGroups((), 0)
        named = found.groups[0] if view.error and found.groups else None
        shown = found if view.errors else ErrorGroups((), 0)
        at = round(result.at * 1000) if result and view.errors else 0
        self._assign(groups=list(shown.groups), total=shown.total, at=at)
        self._assign(type=named.type if named else "", text=named.text if named else "")
        self._hydrate()


async def read_groups(view: JobFilter, max_age: float) -> ReadResult[ErrorGroups] | None:
    """The groups that a view shows or names; None if it does neither. Raises what the database raises."""
    if not (view.errors or view.error):
        return None
    wanted = JobFilter(error=view.error) if view.error else grouped_view(view)
    return await feeds().error_groups.answer(wanted, MAX_AGE_SECONDS if max_age else MAX_AGE_ON_REQUEST_SECONDS)
