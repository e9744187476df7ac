"""The table of `jobs list` at any width."""

from typing import Any

import pytest
from rich.cells import cell_len

from jobs_app.cli.job_table import table_lines
from jobs_app.jobs.snapshots import JobRow

ID = "8d3b1f0e-5c3a-4c1e-9a52-0e0f5a1b2c3d"


def row(**values: Any) -> JobRow:
    known = dict.fromkeys(JobRow.__slots__) | {"raw_status": "", "unit": "", "error": ""}
    return JobRow(**(known | {"id": ID, "status": "completed", "job_type": "scan", "target": "/data/in"} | values))


LONG = row(
    target="/media/incoming/" + "folder/" * 30 + "file.tiff", percent=45.0, processed=45, total=100, unit="files"
)


def test_pipe_has_one_whole_line_per_job() -> None:
    header, line = table_lines([LONG], None)
    assert header.split() == ["id", "status", "type", "target", "progress", "created"]
    assert LONG.target in line
    assert "45% 45 of 100 files" in line


@pytest.mark.parametrize("width", [200, 120, 100, 80, 60, 50])
def test_line_fits_the_terminal_with_id_and_status(width: int) -> None:
    for line in table_lines([LONG, row(status="running", created=0)], width):
        assert cell_len(line) <= width
    line = table_lines([LONG], width)[1]
    assert line.startswith(f"{ID}  completed")


def test_id_and_status_are_whole_in_a_narrower_terminal() -> None:
    assert table_lines([LONG], 40)[1] == f"{ID}  completed"


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (200, ["id", "status", "type", "target", "progress", "created"]),
        (110, ["id", "status", "type", "target", "progress"]),
        (80, ["id", "status", "type", "target"]),
        (68, ["id", "status", "target"]),
        (50, ["id", "status"]),
    ],
)
def test_columns_are_dropped_in_order(width: int, columns: list[str]) -> None:
    assert (
        table_lines([row(**{name: getattr(LONG, name) for name in JobRow.__slots__} | {"created": 0})], width)[
            0
        ].split()
        == columns
    )


def test_shortened_target_keeps_its_end() -> None:
    line = table_lines([LONG], 80)[1]
    assert "…" in line
    assert line.endswith("file.tiff")


@pytest.mark.parametrize("target", ["两个汉字" * 40, "e\u0301" * 100, "👩‍👩‍👧" * 40])
def test_wide_characters_fit_too(target: str) -> None:
    for width in range(60, 100):
        assert all(cell_len(line) <= width for line in table_lines([row(target=target)], width))


@pytest.mark.parametrize("cluster", ["e\u0301\u0323", "👩‍👩‍👧", "🇫🇷", "👍🏿", "नि", "两", "❤️"])
def test_shortened_target_begins_with_a_whole_character(cluster: str) -> None:
    for width in range(70, 100):
        shown = table_lines([row(target=cluster * 60)], width)[1].split("…")[1]
        assert shown == cluster * shown.count(cluster)


def test_target_of_any_length_is_shortened_at_once() -> None:
    """All characters are examined a fixed number of times: with their square, this would take minutes."""
    assert all(len(line) <= 80 for line in table_lines([row(target="/data/é" * 600)] * 100, 80))


def test_line_break_in_a_target_is_no_second_line() -> None:
    assert len("\n".join(table_lines([row(target="a\nb\tc")], None)).splitlines()) == 2


def test_unknown_status_is_shown_with_its_word() -> None:
    assert "RETRY" in table_lines([row(status="unknown", raw_status="RETRY")], None)[1]
