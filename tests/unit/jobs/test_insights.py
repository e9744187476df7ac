"""Views of insights, and figures made of counts and samples."""

from datetime import UTC, datetime

import pytest

from jobs_app.jobs.insights import SCALES, EndedJob, InsightsView
from jobs_app.jobs.insights_figures import error_class, insights_of

NOW = datetime(2026, 3, 14, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ("", InsightsView("24h", "type")),
        ("?since=7d&by=worker", InsightsView("7d", "worker")),
        ("since=1y&by=%00&&=", InsightsView("24h", "type")),
        ("since=30d&since=x&by=type", InsightsView("24h", "type")),
        ("since=%FF", InsightsView("24h", "type")),
    ],
)
def test_view_is_read_from_the_address(query: str, view: InsightsView) -> None:
    assert InsightsView.from_query(query) == view


@pytest.mark.parametrize("since", SCALES)
def test_last_bucket_holds_the_present(since: str) -> None:
    view = InsightsView(since)
    end = (view.first_bucket(NOW) + view.scale.buckets) * view.scale.seconds
    assert 0 < end - NOW.timestamp() <= view.scale.seconds
    whole = {"1h": 1, "24h": 24, "7d": 168, "30d": 720}[since] * 3600
    assert view.scale.seconds * view.scale.buckets == whole


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("ValueError: row 7", "ValueError"),
        ("acme.errors.RowError: x", "RowError"),
        ("OSError(28)", "OSError"),
        ("KeyboardInterrupt", "KeyboardInterrupt"),
        ("it broke: badly", ""),
        ("", ""),
    ],
)
def test_error_class_is_what_a_message_begins_with(error: str, expected: str) -> None:
    assert error_class(error) == expected


def test_sampled_jobs_stand_for_all_of_their_bucket() -> None:
    view = InsightsView()
    first = view.first_bucket(NOW)
    counts = {first: {"completed": 90}, first + 1: {"completed": 10}}
    sample = [
        *(EndedJob(first, "completed", "slow", "w", 100.0, 1.0, "") for _ in range(9)),
        *(EndedJob(first + 1, "completed", "quick", "w", 1.0, None, "") for _ in range(10)),
    ]
    figures = insights_of(view, first, counts, None, sample)
    assert [(group.name, group.ended) for group in figures.slowest] == [("slow", 90), ("quick", 10)]
    assert figures.took == (100_000, 100_000)
    assert figures.buckets[1].took == (1_000, 1_000)
    assert figures.waited == (1_000, 1_000)
