"""Throttled reads leave capacity for others."""

import pytest

from jobs_app.polling.throttle import MAX_PAUSE_SECONDS, Throttled


@pytest.mark.parametrize(
    ("takes", "idle", "rest"), [(0.1, 0.0, 0.1), (0.1, 0.07, 0.03), (0.1, 1.0, None), (9.0, 0.0, MAX_PAUSE_SECONDS)]
)
def test_throttled_read_waits_as_long_as_the_last_took(takes: float, idle: float, rest: float | None) -> None:
    now, rests = [0.0], list[float]()

    def read(view: str) -> str:
        now[0] += takes
        return view.upper()

    unhurried = Throttled(read, lambda: now[0], rests.append)
    assert unhurried("a") == "A"
    now[0] += idle
    assert unhurried("b") == "B"
    assert rests == ([pytest.approx(rest)] if rest else [])


def test_throttled_read_waits_after_a_failure_too() -> None:
    now, rests = [0.0], list[float]()

    def read(_: str) -> str:
        now[0] += 0.2
        raise OSError("away")

    unhurried = Throttled(read, lambda: now[0], rests.append)
    for _ in range(2):
        with pytest.raises(OSError, match="away"):
            unhurried("a")
    assert rests == [pytest.approx(0.2)]
