"""The order of the rows while somebody points at one of them."""

from collections.abc import Sequence


def held_order(shown: Sequence[str], order: Sequence[str]) -> tuple[list[str], int]:
    """The ids to show instead of a new order, and how many new ones wait to be shown.

    Rows on screen keep their order; only what follows all of them in the new order is added. When half of them
    are gone, the new order is shown.
    """
    there, known = set(order), set(shown)
    kept = [id for id in shown if id in there]
    if 2 * len(kept) <= len(shown):
        return list(order), 0
    end = max(map(order.index, kept)) + 1
    return [*kept, *order[end:]], sum(id not in known for id in order[:end])
