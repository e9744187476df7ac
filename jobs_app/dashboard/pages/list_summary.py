"""What surrounds the rows of the list."""

import reflex as rx

from jobs_app.dashboard.pages.row_groups import group_counts
from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.jobs.cursors import Cursor
from jobs_app.jobs.filters import MAX_TEXT
from jobs_app.jobs.snapshots import JobListSnapshot
from jobs_app.jobs.text import encodable

MAX_SENT_TYPES = 200
"""Job types that a page is sent; the others are found by its search."""

_latest_types: list[tuple[str, ...]] = []
"""The job types of the latest read in this process, of any view: too many to be kept for each page."""


def known_types() -> tuple[str, ...]:
    """The job types of the latest read, of any view; none before the first one."""
    return _latest_types[0] if _latest_types else ()


class ListSummary(HydratedState, rx.State):
    """What surrounds the rows: counts, the types to choose from, and whether there are pages before and after."""

    counts: dict[str, int] = {}
    attention: int = 0
    group_counts: dict[str, int] = {}
    types: list[str] = []
    matching_types: int = 0
    total_types: int = 0
    all_types_known: bool = True
    type_search: str = ""
    previous: bool = False
    next: bool = False
    empty: str = ""
    _edges: tuple[Cursor | None, Cursor | None] = (None, None)

    def _show(self, page: JobListSnapshot) -> None:
        self._assign(
            counts=dict(page.counts),
            attention=page.attention,
            group_counts=group_counts(page.view, page.counts),
            previous=page.previous is not None,
            next=page.next is not None,
            empty="" if page.rows else "no-match" if page.any_jobs else "no-jobs",
        )
        _latest_types[:] = [page.types]
        self._show_types(page.types)
        self._assign(all_types_known=page.types_complete)
        self._edges = (page.previous, page.next)
        self._hydrate()

    @rx.event
    def find_types(self, text: str) -> None:
        """The operator searches the types."""
        self.type_search = encodable(str(text)).strip()[:MAX_TEXT]
        if types := known_types():
            self._show_types(types)

    def _show_types(self, types: tuple[str, ...]) -> None:
        wanted = self.type_search.casefold()
        found = [each for each in types if wanted in each.casefold()] if wanted else types
        self._assign(types=list(found[:MAX_SENT_TYPES]), matching_types=len(found), total_types=len(types))
