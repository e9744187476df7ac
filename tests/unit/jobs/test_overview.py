"""The overview as made of counts."""

from datetime import UTC, datetime, timedelta

import pytest

from jobs_app.jobs.overview import (
    BUCKET_SECONDS,
    BUCKETS,
    HOUR_BEFORE,
    LAST_HOUR,
    Overview,
    first_bucket,
    is_long_wait,
)

NOW = datetime(2026, 3, 14, 12, 10, tzinfo=UTC)
LAST = int(NOW.timestamp()) // BUCKET_SECONDS


def test_bars_are_the_half_hours_up_to_now() -> None:
    overview = Overview.of(NOW, [], None, [])
    assert datetime.fromtimestamp(overview.start, UTC) == datetime(2026, 3, 13, 12, 30, tzinfo=UTC)
    assert len(overview.bars) == BUCKETS
    assert first_bucket(NOW) == LAST - 95


def test_counts_become_bars_and_hours() -> None:
    counts = [
        ("completed", LAST, 8), ("failed", LAST, 2), ("cancelled", LAST - 47, 1), ("completed", LAST - 48, 5),
        ("failed", LAST - 48, 4), ("failed", LAST_HOUR, 11), ("failed", HOUR_BEFORE, 3), ("completed", LAST_HOUR, 168),
    ]  # fmt: skip
    overview = Overview.of(NOW, counts, None, [])
    last, first = overview.bars[-1], overview.bars[0]
    assert (last.completed, last.failed, last.cancelled, last.yesterday) == (8, 2, 0, 9)
    assert (first.completed, first.failed, first.cancelled, first.yesterday) == (0, 0, 1, 0)
    hours = (overview.failed, overview.failed_before, overview.completed, overview.completed_before)
    assert hours == (11, 3, 168, 0)


@pytest.mark.parametrize(
    ("oldest", "waits", "expected"),
    [
        (None, [], (None, None, False)),
        (timedelta(minutes=68), [], (4080, None, False)),
        (timedelta(minutes=68), [2, 8, 9], (4080, 8, True)),
        (timedelta(minutes=-3), [8], (0, 8, False)),
    ],
)
def test_oldest_wait_is_compared_with_the_usual_one(
    oldest: timedelta | None, waits: list[float], expected: tuple[int | None, int | None, bool]
) -> None:
    overview = Overview.of(NOW, [], NOW - oldest if oldest else None, waits)
    assert (overview.oldest_wait, overview.usual_wait, overview.long_wait) == expected


@pytest.mark.parametrize(
    ("wait", "usual", "expected"), [(300, 1, False), (301, 30, True), (301, 31, False), (None, 1, False)]
)
def test_wait_is_long_by_the_rule_of_waiting_jobs(wait: float | None, usual: float, expected: bool) -> None:
    assert is_long_wait(wait, usual) is expected
