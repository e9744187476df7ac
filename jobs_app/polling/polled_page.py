"""The page that a poll loop keeps current, as the loop sees it."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from jobs_app.polling.shared_reads import ReadResult

ShownView = TypeVar("ShownView", bound=Hashable, contravariant=True)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class PollFailure:
    """Polls that failed in a row, why the last one did, and when the next comes (seconds since 1970)."""

    count: int
    reason: str
    now: float
    due: float


class PolledPage(Protocol[ShownView, Answer]):
    """What a loop keeps current. No method but `read` may keep the loop from going on."""

    async def read(self, view: ShownView, max_age: float) -> ReadResult[Answer]:
        """The answer for a view, at most `max_age` seconds old. Raises what the database raises."""
        ...

    async def show(self, view: ShownView, result: ReadResult[Answer], late: bool) -> None:
        """Put an answer on the page; a late one is older than a poll may take, and does not make the page current."""
        ...

    async def show_failure(self, failure: PollFailure) -> None:
        """Put on the page that a poll failed."""
        ...

    def log(self, error: Exception | None) -> None:
        """Note for the log that a poll failed by this error, or succeeded."""
        ...
