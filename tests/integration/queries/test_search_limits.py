"""A search of the list: it matches what the list shows, and its cost does not grow with the size of one target."""

import time
from collections.abc import Callable
from typing import Literal
from unicodedata import normalize

import pytest
from sqlalchemy import Engine

from jobs_app.database import open_database
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.ids import MAX_ENCODED_BYTES
from jobs_app.jobs.snapshots import TARGET_LIMIT
from jobs_app.queries import read_job_list
from tests.support.factories import NOON, JobFactory

HUGE = 10_000_000
LONG_SEARCH = "x" * 50
"""Begins at every character of a text of this letter only: a comparison fails at its end."""


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    return JobFactory(database)


def found(engine: Engine, search: str) -> list[str]:
    read = read_job_list(engine, JobFilter(search=search), NOON)
    assert sum(read.counts.values()) == len(read.rows)
    assert all(normalize("NFC", search.lower()) in normalize("NFC", row.target.lower()) for row in read.rows)
    return [row.id for row in read.rows]


@pytest.mark.parametrize("letter", ["x", "ä", "😀"])
@pytest.mark.parametrize("name", ["needle", "Grün"])
def test_search_matches_only_what_is_shown_of_a_target(
    database: Engine, jobs: JobFactory, letter: str, name: str
) -> None:
    room = letter * (TARGET_LIMIT - len(name))
    last_shown = jobs.queued(target=f"{room}{name}{letter * 100}")
    exactly = jobs.queued(target=f"{room}{name}")
    jobs.queued(target=f"{room}{letter}{name}")
    jobs.queued(target=f"{room}{letter * 1_000_000}{name}")
    assert found(database, name.upper()) == [exactly, last_shown]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_search_matches_both_forms_in_long_targets(
    database: Engine, jobs: JobFactory, form: Literal["NFC", "NFD"]
) -> None:
    jobs.queued(target="y" * HUGE)
    wanted = [jobs.queued(target=normalize(stored, "Zoë/été") + "x" * TARGET_LIMIT) for stored in ("NFC", "NFD")]
    assert found(database, normalize(form, "ZOË/É")) == wanted[::-1]


def test_search_finds_what_follows_a_nul_in_a_long_target(sqlite_database_url: str) -> None:
    engine = open_database(sqlite_database_url)
    jobs = JobFactory(engine)
    wanted = jobs.queued(target=f"{'x' * 1000}\0Änd after{'x' * TARGET_LIMIT}")
    jobs.queued(target=f"{'x' * TARGET_LIMIT}\0Änd after")
    for search in ("AFTER", "änd", "d aft"):
        assert found(engine, search) == [wanted]
    engine.dispose()


def test_search_matches_only_ids_that_are_shown(sqlite_database_url: str) -> None:
    """A longer one is shown as the number of its row."""
    engine = open_database(sqlite_database_url)
    jobs = JobFactory(engine)
    longest = jobs.queued(id=f"needle{'x' * (MAX_ENCODED_BYTES - 6)}", target="/")
    jobs.queued(id=f"needle{'x' * MAX_ENCODED_BYTES}", target="/")
    assert [row.id for row in read_job_list(engine, JobFilter(search="NEEDLE"), NOON).rows] == [longest]
    engine.dispose()


@pytest.mark.parametrize("column", ["target", "worker", "error_message"])
@pytest.mark.parametrize("end", ["y", "ä"])
def test_search_cost_is_independent_of_a_huge_text(database: Engine, jobs: JobFactory, end: str, column: str) -> None:
    for _ in range(4):
        jobs.add_all({"status": "completed"} for _ in range(2_500))
    search = LONG_SEARCH + end
    without = best_of_three(lambda: found(database, search))
    jobs.queued(**{column: "x" * HUGE})
    with_huge = best_of_three(lambda: found(database, search))
    assert with_huge < 15 * without, f"{with_huge:.3f} s in place of {without:.3f} s"


def best_of_three(read: Callable[[], object]) -> float:
    times = list[float]()
    for _ in range(3):
        started = time.perf_counter()
        read()
        times.append(time.perf_counter() - started)
    return min(times)
