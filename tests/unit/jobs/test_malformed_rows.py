"""Values of other programs: shown as well as possible, never fatal."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs_app.database.models import JOBS
from jobs_app.jobs.api_json import to_json
from jobs_app.jobs.snapshots import JobDetail, JobRow
from jobs_app.jobs.stored_values import count, milliseconds, percent
from jobs_app.jobs.text import first_line, visible
from jobs_app.jobs.timestamps import parse_timestamp

anything = some.none() | some.text() | some.integers() | some.floats() | some.binary() | some.datetimes()


ROW = dict.fromkeys(JOBS.columns.keys(), anything) | {"id": some.text() | some.binary() | some.integers()}


@given(some.fixed_dictionaries(ROW))
def test_malformed_row_becomes_a_list_row_and_a_page(row: dict[str, Any]) -> None:
    line, detail = JobRow.of(row), JobDetail.of(row)
    assert line.status == detail.status
    assert line.percent is None or 0 <= line.percent <= 100
    assert line.processed is None or 0 <= line.processed <= 2**53


@pytest.mark.parametrize(
    ("stored", "status", "raw"),
    [
        ("running", "running", ""),
        ("RETRY", "unknown", "RETRY"),
        ("Running", "unknown", "Running"),
        ("a\u202eb", "unknown", "a<U+202E>b"),
        ("x" * 60, "unknown", "x" * 50 + "…"),
        ("", "unknown", ""),
        (7, "unknown", "7"),
    ],
)
def test_unknown_status_keeps_its_text(stored: object, status: str, raw: str) -> None:
    row = dict.fromkeys(JOBS.columns.keys()) | {"id": "1", "status": stored}
    for snapshot in (JobRow.of(row), JobDetail.of(row)):
        assert (snapshot.status, snapshot.raw_status) == (status, raw)
        assert to_json(snapshot)["raw_status"] == raw


@pytest.mark.parametrize(
    ("stored", "shown"), [(250, 100), (-1, 0), ("33.33", 33.3), ("abc", None), (float("nan"), None), (None, 25)]
)
@pytest.mark.requirement("FR-006")
def test_percent_is_clamped_or_computed_from_counts(stored: object, shown: float | None) -> None:
    assert percent(stored, 25 if stored is None else None, 100) == shown


def test_counts_are_integers_that_javascript_can_hold() -> None:
    assert [count(stored) for stored in (-5, 3.9, "12", 10**30, "many", None, True)] == [
        0,
        3,
        12,
        2**53 - 1,
        None,
        None,
        1,
    ]


@pytest.mark.requirement("FR-008")
def test_percent_without_a_total_is_unknown() -> None:
    assert percent(None, 5, 0) is None
    assert percent(None, 150, 100) == 100


@pytest.mark.parametrize(
    "stored", ["2026-11-23 10:00:00.000", "2026-11-23 12:00:00+02", "2026-11-23 10:00:00.000000+00"]
)
def test_times_that_databases_return_are_parsed(stored: str) -> None:
    assert parse_timestamp(stored) == datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize("stored", ["yesterday", "infinity", "20000-01-01 00:00:00+00", "", 17, b"2026", None])
def test_invalid_timestamp_is_none(stored: object) -> None:
    assert milliseconds(stored) is None


def test_unparsed_times_are_named() -> None:
    row = dict.fromkeys(JOBS.columns.keys()) | {
        "id": "1",
        "started_at": "?soon\x1b",
        "created_at": "2026-11-23 10:00:00",
    }
    job = JobDetail.of(row | {"target": "?", "worker": "?"})
    assert (job.started, job.unparsed_times) == (None, {"started_at": "soon␛"})
    assert to_json(job)["unparsed_times"] == {"started_at": "soon␛"}


def test_invisible_characters_are_escaped() -> None:
    assert visible("a\x1b[31m\0\u202eb\ud800\x7f", 100) == "a␛[31m␀<U+202E>b<U+D800>␡"
    assert visible(b"\xff\xfe", 10) == "��"
    assert visible("x" * 11, 10) == "x" * 10 + "…"
    assert visible(None, 10) == ""


def test_first_line_skips_empty_lines() -> None:
    assert first_line("\n\n  boom\nmore", 100) == "boom"
    assert first_line(None, 10) == ""
