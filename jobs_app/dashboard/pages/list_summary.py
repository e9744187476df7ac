"""What surrounds the rows of the list."""

import reflex as rx

from jobs_app.dashboard.reflex_internals.hydrated_state import HydratedState
from jobs_app.jobs.cursors import Cursor
from jobs_app.jobs.snapshots import JobListSnapshot


class ListSummary(HydratedState, rx.State):
    """What surrounds the rows: counts, the types there are, and whether there are pages before and after."""

    counts: dict[str, int] = {}
    types: list[str] = []
    previous: bool = False
    next: bool = False
    empty: str = ""
    _edges: tuple[Cursor | None, Cursor | None] = (None, None)

    def _show(self, page: JobListSnapshot) -> None:
        self._assign(
            counts=dict(page.counts),
            types=list(page.types),
            previous=page.previous is not None,
            next=page.next is not None,
            empty="" if page.rows else "no-match" if page.any_jobs else "no-jobs",
        )
        self._edges = (page.previous, page.next)
        self._hydrate()
