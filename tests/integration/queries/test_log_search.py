"""Search over the whole log: plain text, last lines first, in portions."""

from itertools import count
from typing import Literal
from unicodedata import normalize

import pytest
from sqlalchemy import Engine

from jobs_app.queries import log_search as logs
from jobs_app.queries.log_search import search_log
from jobs_app.queries.log_stream import stream_log
from tests.support.factories import JobFactory
from tests.support.stopped_clock import stopped_clock

STAMP = "2026-03-14T12:00:00.000Z"
END = 2**31 - 1


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    return JobFactory(database)


def found(engine: Engine, job_id: str, text: str = "", level: str = "", after: int = 0, before: int = END) -> list[int]:
    return [number for number, _ in search_log(engine, job_id, text, level, after, before, stopped_clock).lines]


def test_search_is_case_insensitive_and_last_line_first(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "Öffne a", "nothing", "öffne b")
    jobs.log(job_id, "and ÖFFNE c", first=4)
    jobs.log(jobs.running(), "öffne elsewhere")
    assert found(database, job_id, "öffne") == [4, 3, 1]
    assert found(database, job_id, "öffne", after=1, before=4) == [3]
    assert found(database, job_id, "o+") == []
    assert search_log(database, job_id, "ffne b", "", 0, END, stopped_clock).lines == ((3, "öffne b"),)


def test_level_filter_means_this_level_or_above(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(job_id, *(f"{STAMP} {level} text" for level in ("DEBUG", "INFO", "WARNING", "ERROR")))
    assert found(database, job_id, level="warning") == [4, 3]
    assert found(database, job_id, level="error") == [4]
    assert found(database, job_id, "text", "error") == [4]
    assert found(database, job_id, "text", "other") == [4, 3, 2, 1]


@pytest.mark.parametrize("fraction", ["", ".4", ".404", ".404123456"])
def test_levels_are_read_from_every_known_timestamp(database: Engine, jobs: JobFactory, fraction: str) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "2026-03-14T12:00:00.Z ERROR text", f"2026-03-14T12:00:00{fraction}Z ERROR text")
    assert found(database, job_id, level="info") == [2]
    assert found(database, job_id, "text", "error") == [2]


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-03-14T12:00:00+0200",
        "2026-03-14T12:00:00.5+02:00",
        "2026-03-14 12:00:00,123 -05",
        "2026-03-14 12:00:00 UTC",
        "2026-03-14 12:00:00.123456 +0000",
    ],
)
def test_levels_are_read_after_every_kind_of_offset(database: Engine, jobs: JobFactory, stamp: str) -> None:
    job_id = jobs.running()
    words = ("TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "CRITICAL", "FATAL")
    jobs.log(job_id, f"{stamp} CRITICALLY text", *(f"{stamp} {word} text" for word in words))
    assert found(database, job_id, level="error") == [10, 9, 8]
    assert found(database, job_id, level="warning") == [10, 9, 8, 7, 6]
    assert found(database, job_id, level="info") == [10, 9, 8, 7, 6, 5, 4]
    assert found(database, job_id, "critical", "error") == [9]
    assert found(database, job_id, "2026-03-14") == [1]
    assert found(database, job_id, "notice") == []


def test_search_matches_the_text_without_its_colours(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    jobs.log(
        job_id, "one \x1b[1;31mer\x1b[0mror \x1b[38;5;196mhere\x1b[m", f"{STAMP} INFO \x1b[32mre\x1b[0mady 31", "none"
    )
    assert found(database, job_id, "error here") == [1]
    assert found(database, job_id, "ready") == [2]
    assert found(database, job_id, "31") == [2]
    assert found(database, job_id, "[32m") == found(database, job_id, "1m") == found(database, job_id, "38;5") == []


@pytest.mark.parametrize(("stored", "searched"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD"), ("NFC", "NFC")])
def test_search_matches_composed_and_decomposed_letters(
    database: Engine, jobs: JobFactory, stored: Literal["NFC", "NFD"], searched: Literal["NFC", "NFD"]
) -> None:
    job_id = jobs.running()
    jobs.log(job_id, normalize(stored, f"{STAMP} INFO Größe ä"), "Grosse a", normalize(stored, "GRÖSSE 한글"))
    assert found(database, job_id, normalize(searched, "GRÖ")) == [3, 1]
    assert found(database, job_id, normalize(searched, "한글")) == [3]


def test_search_covers_only_the_shown_part_of_a_line(database: Engine, jobs: JobFactory) -> None:
    job_id, stamp = jobs.running(), "2026-03-14T12:00:00.404Z"
    jobs.log(job_id, *(f"{stamp} {level} answer" for level in ("DEBUG", "INFO", "WARNING", "ERROR")), f"{stamp} bare")
    jobs.log(job_id, f"{stamp} INFO 404 and info, debug, 2026-03-14T12", "İİİİ 404", first=6)
    assert found(database, job_id, "404") == [7, 6, 5]
    assert found(database, job_id, "info") == found(database, job_id, "debug") == [6]
    assert found(database, job_id, "2026-03-14t12") == [6, 5]
    assert found(database, job_id, "error a") == [4]
    assert found(database, job_id, "warning") == [3]


def test_search_stops_in_time_with_a_cursor(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    for chunk in range(50):
        jobs.log(job_id, *("needle" if line == 7 else "hay" for line in range(10)), first=1 + 10 * chunk)
    ticks = count(step=logs.SEARCH_SECONDS / 4)
    answers, before = list[int](), END
    for _ in range(50):
        part = search_log(database, job_id, "needle", "", 0, before, clock=lambda: next(ticks))
        answers += [number for number, _ in part.lines]
        assert part.before < before
        before = part.before
        if not before:
            break
    assert answers == [8 + 10 * chunk for chunk in reversed(range(50))]


def test_many_matches_are_returned_in_portions(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    for chunk in range(5):
        jobs.log(job_id, *["x"] * 500, first=1 + 500 * chunk)
    part = search_log(database, job_id, "x", "", 0, END, stopped_clock)
    assert len(part.lines) == logs.MAX_MATCHES
    assert search_log(database, job_id, "x", "", 0, part.before, stopped_clock).lines[0][0] == part.before - 1


@pytest.mark.parametrize("text", ["(a+)+$", "\0", "\\", "%", "[", "\ud83d", "x" * 500])
def test_search_text_has_no_wildcards(database: Engine, jobs: JobFactory, text: str) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "a" * 50_000, "(a+)+$ \\ % [")
    assert found(database, job_id, text) == ([2] if text in "(a+)+$ \\ % [" else [])


@pytest.mark.parametrize(("after", "before"), [(0, 0), (5, 1), (-7, -7), (2**31 - 1, 2**31 - 1), (0, 2**40)])
def test_search_bounds_may_be_any_numbers(database: Engine, jobs: JobFactory, after: int, before: int) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "one")
    assert found(database, job_id, "one", after=after, before=before) == ([1] if before > 1 and after < 1 else [])


def test_log_download_has_every_line_as_stored(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    for chunk in range(45):
        jobs.log(job_id, f"{chunk} \x1b[31mred", "", first=1 + 2 * chunk)
    assert "".join(stream_log(database, job_id)) == "".join(f"{chunk} \x1b[31mred\n\n" for chunk in range(45))
    assert list(stream_log(database, "nobody")) == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("\x1b]8;;https://example.org/hidden\x1b\\link\x1b]8;;\x1b\\ text", "link text"),
        ("hidden 10%\rdone 100%\r", "done 100%"),
        ("\x1b]0;hidden\x07ti\x1b[2Ktle", "title"),
        (f"hidden\r{STAMP} INFO late prefix", "late prefix"),
        (f"\x1b[32m{STAMP} INFO\x1b[0m coloured prefix", "coloured prefix"),
    ],
)
def test_search_matches_what_a_terminal_shows(database: Engine, jobs: JobFactory, line: str, text: str) -> None:
    job_id = jobs.running()
    jobs.log(job_id, "before", line, "after\r")
    assert found(database, job_id, text) == [2]
    assert found(database, job_id, "hidden") == found(database, job_id, "2026") == []
    assert found(database, job_id, "after") == [3]


RECORDS = (
    "lost",
    f"{STAMP} INFO a",
    "of a",
    f"{STAMP} ERROR b",
    "of b",
    "of b 2",
    "",
    f"{STAMP} DEBUG c",
    "of c",
    f"{STAMP} ERROR d",
    "of d",
)


def errors_in_portions(engine: Engine, job_id: str, text: str = "", after: int = 0) -> list[int]:
    """The lines of errors, found by searches that stop as early as they can."""
    numbers, before = list[int](), END
    while before:
        ticks = count(step=10)
        part = search_log(engine, job_id, text, "error", after, before, clock=lambda ticks=ticks: next(ticks))
        assert part.before < before
        numbers += [number for number, _ in part.lines]
        before = part.before
    return numbers


@pytest.mark.parametrize("size", range(1, 12))
def test_level_filter_shows_whole_records_across_chunks(database: Engine, jobs: JobFactory, size: int) -> None:
    job_id = jobs.running()
    for start in range(0, len(RECORDS), size):
        jobs.log(job_id, *RECORDS[start : start + size], first=start + 1)
    expected = [11, 10, 7, 6, 5, 4]
    assert found(database, job_id, level="error") == errors_in_portions(database, job_id) == expected
    assert found(database, job_id, level="debug") == list(range(11, 1, -1))
    for after in range(12):
        assert errors_in_portions(database, job_id, after=after) == [line for line in expected if line > after]
        assert found(database, job_id, level="error", before=after) == [line for line in expected if line < after]
    assert errors_in_portions(database, job_id, "of") == [11, 6, 5]
    assert errors_in_portions(database, job_id, "2") == [6]


def test_record_has_a_limited_number_of_lines(
    database: Engine, jobs: JobFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_RECORD_LINES", 7)
    job_id = jobs.running()
    for start in range(1, 200, 3):
        jobs.log(job_id, f"{STAMP} ERROR x" if start in (1, 100) else "y", "y", "y", first=start)
    expected = [*range(107, 99, -1), *range(8, 0, -1)]
    assert found(database, job_id, level="error") == errors_in_portions(database, job_id) == expected
    assert errors_in_portions(database, job_id, after=104) == [107, 106, 105]


def test_log_without_records_has_no_level(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    for chunk in range(30):
        jobs.log(job_id, *["ERROR unstamped"] * 200, first=1 + 200 * chunk)
    assert errors_in_portions(database, job_id) == []


def test_many_lines_of_records_are_found_once_each(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.running()
    for chunk in range(40):
        jobs.log(
            job_id,
            *(f"{STAMP} ERROR x" if (100 * chunk + line) % 37 == 0 else "y" for line in range(100)),
            first=1 + 100 * chunk,
        )
    numbers, before = list[int](), END
    while before:
        part = search_log(database, job_id, "", "error", 0, before, stopped_clock)
        numbers += [number for number, _ in part.lines]
        before = part.before
    assert numbers == list(range(4000, 0, -1))
