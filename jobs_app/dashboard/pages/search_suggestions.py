"""What the search field suggests: the types and the workers that are known."""

import asyncio
from contextlib import suppress

import reflex as rx
from sqlalchemy.exc import SQLAlchemyError

from jobs_app.dashboard.opened_feeds import feeds
from jobs_app.dashboard.pages.list_summary import known_types
from jobs_app.jobs.filters import MAX_TEXT

MAX_SUGGESTIONS = 8
MAX_AGE_SECONDS = 60.0
"""How old the known workers may be; all pages share one read of them."""
TIMEOUT_SECONDS = 0.5
"""Other events of the page wait for this one."""


class SearchSuggestions(rx.State):
    """Known values of a field of the search that contain what was typed, the first few of them."""

    found: list[str] = []
    found_for: str = ""

    @rx.event(temporal=True)
    async def suggest(self, field: str, text: str) -> None:
        """The operator types a value of a field."""
        part, field = str(text)[:MAX_TEXT].casefold(), str(field)
        known = await _known_values(field)
        found = [value for value in known if part in value.casefold()][:MAX_SUGGESTIONS]
        if known and (found, field) != (self.get_value("found"), self.found_for):
            self.found, self.found_for = found, field


async def _known_values(field: str) -> tuple[str, ...]:
    """None where there is no such field, or the database does not answer in time."""
    if field == "type":
        return tuple(name for name in known_types() if '"' not in name)
    if field == "worker":
        with suppress(SQLAlchemyError, TimeoutError):
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return (await feeds().workers.answer("", MAX_AGE_SECONDS)).answer
    return ()
