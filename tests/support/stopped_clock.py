"""A clock that stands still, for tests of what a search with a time limit finds."""


def stopped_clock() -> float:
    return 0.0
