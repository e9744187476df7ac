"""The feeds that the pages of this process poll, as the composition root opened them.

Reflex makes the states itself, so they cannot be given anything.
"""

from jobs_app.feeds import Feeds

_opened: list[Feeds] = []


def use_feeds(feeds: Feeds) -> Feeds:
    """Let all pages poll these feeds; returns them."""
    _opened[:] = [feeds]
    return feeds


def feeds() -> Feeds:
    """The feeds in use; raises RuntimeError before there are any."""
    if not _opened:
        raise RuntimeError("no feeds are open: the composition root calls use_feeds")
    return _opened[0]
