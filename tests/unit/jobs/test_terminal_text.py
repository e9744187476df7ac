"""Text with control sequences becomes what a terminal shows."""

import pytest

from jobs_app.database.models import JOBS
from jobs_app.jobs.api_json import to_json
from jobs_app.jobs.log_records import plain_lines
from jobs_app.jobs.snapshots import JobDetail, JobRow
from jobs_app.jobs.text import first_line, plain, styled, styled_line, visible

STAMP = "2026-03-14T12:00:00.000Z"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1H\x1b[?25l\x1b[Ktext", "text"),
        ("\x1b]0;title\x07a\x1b]2;title\x1b\\b", "ab"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b(B\x1b)0\x1b7text\x1b8", "text"),
        ("\x1bP1$r0m\x1b\\text\x1b_apc\x1b\\", "text"),
        ("10%\r50%\r100%\r", "100%"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("one\r\x1b[K", "one"),
        ("\r", ""),
        ("␛[31m", "␛[31m"),
        ("\x1b", "␛"),
        ("\x1b[31", "␛[31"),
        ("\x1b]0;no end", "␛]0;no end"),
        ("\x1b\x1b[2K[31mx", "␛[31mx"),
        ("bell \a \b \u202e", "bell ␇ ␈ <U+202E>"),
        (None, ""),
        (b"\x1b[1m\xff\x1b[0m", "\ufffd"),
    ],
)
def test_output_is_plain_as_in_a_terminal(stored: object, shown: str) -> None:
    assert plain(stored, 100) == shown
    assert plain(styled(stored, 100), 100) == shown


def test_names_keep_their_control_characters_visible() -> None:
    assert visible("Icon\r \x1b[31m", 100) == "Icon␍ ␛[31m"


def test_styled_text_keeps_colours_and_links_to_web_pages() -> None:
    assert styled("\x1b[2K\x1b[31mred\x1b[m", 100) == "\x1b[31mred\x1b[m"
    assert styled("\x1b]8;id=1;HTTPS://x.org\x07a\x1b]8;;\x07", 100) == "\x1b]8;;HTTPS://x.org\x1b\\a\x1b]8;;\x1b\\"
    for address in ("javascript:alert(1)", " https://x", "https://x y", "https://\u202e", "file:///x", "//x"):
        assert styled(f"\x1b]8;;{address}\x1b\\a", 100) == "\x1b]8;;\x1b\\a"
    assert styled("\x1b[32m1%\r2%\n3%\r4%", 100) == "\x1b[32m2%\n4%"


@pytest.mark.parametrize("limit", range(1, 24))
def test_cut_text_has_no_half_sequence(limit: int) -> None:
    text = "ab\x1b[38;5;1mc\x1b]8;;https://x\x1b\\d"
    for shown in (plain(text, limit), plain(styled_line(text + "e" * 9, limit), 99)):
        assert shown in ("abcd"[:length] + "…" for length in range(5)) or shown.startswith("abcd")


def test_long_line_keeps_its_start_and_its_last_state() -> None:
    states = "\r".join(f"\x1b[32m{number:4}/9999\x1b[0m" for number in range(10_000))
    for ending in ("", "\r", "\r\x1b[K", "\x1b[0m"):
        line = styled_line(f"{STAMP} INFO {states}{ending}", 10_000)
        assert len(line) <= 10_010
        assert plain_lines(line) == f"{STAMP} INFO 9999/9999"
    assert styled_line("1%\r" + "x" * 300, 200).endswith("x…")


def test_lists_and_json_show_errors_without_sequences() -> None:
    coloured = "\x1b[31m\x1b]0;t\a\r\n1%\r\x1b[1mboom\x1b[0m\r\nmore"
    row = dict.fromkeys(JOBS.columns.keys()) | {"id": "1", "error_message": coloured, "error_traceback": coloured}
    assert JobRow.of(row).error == first_line(coloured, 99) == "boom"
    values = to_json(JobDetail.of(row))
    assert values["error_message"] == values["error_traceback"] == "\nboom\nmore"
    assert "\x1b[1m" in JobDetail.of(row).error


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"{STAMP} ERROR 1%\r2%", f"{STAMP} ERROR 2%"),
        (f"{STAMP} ERROR 2%\r", f"{STAMP} ERROR 2%"),
        (f"1%\r{STAMP} ERROR text", f"{STAMP} ERROR text"),
        (f"\x1b[31m{STAMP} ERROR\x1b[0m text", f"{STAMP} ERROR text"),
        (f"\x1b[2K{STAMP} ERROR text\r\n1%\r2%\n", f"{STAMP} ERROR text\n2%\n"),
        ("no sequences", "no sequences"),
    ],
)
def test_prefix_of_a_log_line_is_kept(line: str, shown: str) -> None:
    assert plain_lines(line) == shown
