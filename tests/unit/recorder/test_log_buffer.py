"""A job's log lines: their format, their rows, and the bound of the buffer."""

import logging
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs_app.jobs.text import storable
from jobs_app.recorder.log_buffer import (
    CUT_MARK,
    MAX_LINE_CHARACTERS,
    MAX_ROW_CHARACTERS,
    MAX_ROW_LINES,
    LogBuffer,
    level_name,
    rows,
    with_stamps,
)

NOON = datetime(2026, 11, 23, 10, 0, 0, 123_456, tzinfo=UTC)


def test_line_has_its_utc_time_and_level() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert with_stamps("read a.csv", "warning", elsewhere) == ["2026-11-23T10:00:00.123Z WARNING read a.csv"]


def test_text_of_several_lines_becomes_several_lines() -> None:
    lines = with_stamps("one\r\ntwo\n\nthree\n", logging.INFO, NOON)
    assert [line.partition(" INFO ")[2] for line in lines] == ["one", "two", "", "three"]


def test_line_over_a_megabyte_is_cut_with_a_mark() -> None:
    (line,) = with_stamps("x" * (MAX_LINE_CHARACTERS + 1), "INFO", NOON)
    assert line.endswith("x" + CUT_MARK)
    assert len(line) < MAX_LINE_CHARACTERS + 100


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (logging.DEBUG, "DEBUG"),
        (5, "DEBUG"),
        (logging.INFO, "INFO"),
        ("warn", "WARNING"),
        (logging.ERROR, "ERROR"),
        ("CRITICAL", "ERROR"),
        ("nonsense", "INFO"),
    ],
)
def test_levels_are_reduced_to_four(level: int | str, name: str) -> None:
    assert level_name(level) == name


def test_nul_and_lone_surrogates_are_replaced() -> None:
    assert storable("a\0b\udce9c😀") == "a␀b<U+DCE9>c😀"


@given(st.text(st.characters(codec=None)))
def test_any_logged_text_can_be_stored(text: str) -> None:
    stored = storable(text)
    assert "\0" not in stored
    stored.encode()


@given(st.lists(st.text(max_size=3), max_size=2000), st.integers(1, 5))
def test_rows_contain_every_line_once_in_order(lines: list[str], factor: int) -> None:
    lines = lines * factor
    portions = list(rows(lines))
    assert [line for portion in portions for line in portion] == lines
    assert all(0 < len(portion) <= MAX_ROW_LINES for portion in portions)


def test_rows_are_bounded_unless_one_line_is_longer() -> None:
    sizes = [sum(map(len, portion)) for portion in rows(["x" * 100_000] * 5 + ["y" * 900_000] + ["z"])]
    assert sizes == [200_000, 200_000, 100_000, 900_000, 1]
    assert sizes[0] <= MAX_ROW_CHARACTERS


def test_lines_above_the_bound_are_dropped_oldest_first() -> None:
    buffer = LogBuffer(max_lines=3)
    buffer.add(["1", "2"])
    buffer.add(["3", "4", "5"])
    batch = buffer.take()
    assert (batch.lines, batch.dropped) == (["3", "4", "5"], 2)


def test_buffer_bound_counts_characters_too() -> None:
    buffer = LogBuffer(max_characters=10)
    buffer.add(["12345", "67890", "x"])
    batch = buffer.take()
    assert (batch.lines, batch.dropped) == (["67890", "x"], 1)


def test_lines_not_stored_come_before_newer_ones() -> None:
    buffer = LogBuffer(max_lines=4)
    buffer.add(["1", "2", "3"])
    batch = buffer.take()
    buffer.add(["4", "5"])
    buffer.give_back(batch)
    again = buffer.take()
    assert (again.lines, again.dropped) == (["2", "3", "4", "5"], 1)
    assert len(buffer) == 0
