"""Keyset pagination in both directions, by each column, without a cap; no row hides another."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from jobs_app.jobs.cursors import SORTS, Cursor
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import JobListSnapshot
from jobs_app.jobs.status import JobStatus
from jobs_app.queries import read_job_list
from tests.support import malformed_rows
from tests.support.factories import NOON, JobFactory

SIZE = 25
every_sort = pytest.mark.parametrize("sort", SORTS)
both_ways = pytest.mark.parametrize("descending", [False, True])


def by_address(view: JobFilter, cursor: Cursor) -> JobFilter:
    """The view at a cursor, as parsed from its query."""
    return JobFilter.from_query(view.at(cursor).to_query())


def pages(
    engine: Engine, view: JobFilter, direction: str = "next", start: JobListSnapshot | None = None
) -> Iterator[JobListSnapshot]:
    """All pages from the first one, or from `start`, as reached by clicking."""
    page = start or read_job_list(engine, view, NOON)
    yield page
    for _ in range(100):
        cursor = page.next if direction == "next" else page.previous
        if cursor is None:
            return
        page = read_job_list(engine, by_address(view, cursor), NOON)
        yield page
    raise AssertionError("the pages never end")


def ids(page: JobListSnapshot) -> list[str]:
    return [row.id for row in page.rows]


@pytest.fixture
def crowd(database: Engine) -> int:
    """130 jobs with many ties and gaps in every column."""
    jobs = JobFactory(database)
    for number in range(26):
        created = NOON - timedelta(minutes=number % 7)
        jobs.queued(created_at=created, job_type="scan", target=None)
        jobs.running(created_at=created, job_type="import", processed_count=number, total_count=30)
        jobs.running(started_at=NOON - timedelta(seconds=number % 3), progress_percent=number % 5)
        jobs.completed(created_at=None, completed_at=NOON - timedelta(minutes=number % 4), target=f"/Data/{number % 3}")
        jobs.failed(started_at=None, created_at=created - timedelta(microseconds=number), status=f"odd {number % 2}")
    return 130


@every_sort
@both_ways
def test_pages_forward_and_back_contain_every_job_once(
    database: Engine, crowd: int, sort: str, descending: bool
) -> None:
    view = JobFilter(sort=sort, descending=descending, size=SIZE)
    forward = list(pages(database, view))
    assert [len(page.rows) for page in forward] == [25, 25, 25, 25, 25, 5]
    assert len({job for page in forward for job in ids(page)}) == crowd
    back = list(pages(database, view, "previous", forward[-1]))
    assert [ids(page) for page in back] == [ids(page) for page in reversed(forward)]


@every_sort
def test_descending_order_is_the_reversed_ascending_one(database: Engine, crowd: int, sort: str) -> None:
    down, up = (
        [job for page in pages(database, JobFilter(sort=sort, descending=descending, size=SIZE)) for job in ids(page)]
        for descending in (True, False)
    )
    assert down == up[::-1]


@every_sort
@both_ways
def test_malformed_rows_are_listed_and_hide_no_other(
    database: Engine, database_url: str, sort: str, descending: bool
) -> None:
    good = JobFactory(database).add_all({"status": "running", "started_at": NOON} for _ in range(20))
    written = malformed_rows.write(database_url)
    view = JobFilter(sort=sort, descending=descending, size=SIZE)
    forward = list(pages(database, view))
    seen = [job for page in forward for job in ids(page)]
    assert len(seen) == len(set(seen)) == written + len(good)
    assert set(good) <= set(seen)
    assert [ids(page) for page in pages(database, view, "previous", forward[-1])] == [ids(p) for p in forward[::-1]]


@every_sort
def test_several_statuses_are_merged_in_order(database: Engine, crowd: int, sort: str) -> None:
    chosen = JobFilter.from_query(f"status=running,queued,unknown&sort={sort}&size=25")
    everything = JobFilter(sort=sort, descending=False, size=SIZE)
    shown = [job for page in pages(database, chosen) for job in ids(page)]
    rows = [row for page in pages(database, everything) for row in page.rows]
    assert shown == [row.id for row in rows if row.status in ("running", "queued", "unknown")]
    assert len(shown) == 104


@both_ways
def test_pages_by_duration_are_stable_while_jobs_run(database: Engine, descending: bool) -> None:
    jobs = JobFactory(database)
    running = jobs.add_all(
        {"status": "running", "started_at": NOON - timedelta(seconds=number // 2)} for number in range(60)
    )
    jobs.add_all({"status": "queued"} for _ in range(20))
    view = JobFilter(statuses=(JobStatus.RUNNING, JobStatus.QUEUED), sort="duration", descending=descending, size=SIZE)
    page, later = read_job_list(database, view, NOON), NOON
    forward = [page]
    while page.next and len(forward) < 9:
        later += timedelta(seconds=60, milliseconds=1)
        page = read_job_list(database, by_address(view, page.next), later)
        forward.append(page)
    assert len({job for page in forward for job in ids(page)}) == sum(len(page.rows) for page in forward) == 80
    assert set(running) < {job for page in forward for job in ids(page)}
    for before in forward[-2::-1]:
        assert page.previous
        later += timedelta(seconds=60, milliseconds=1)
        page = read_job_list(database, by_address(view, page.previous), later)
        assert ids(page) == ids(before)


def test_page_by_duration_is_stable_when_a_job_ends(database: Engine) -> None:
    jobs = JobFactory(database)
    running = [jobs.running(started_at=NOON - timedelta(seconds=90 - number)) for number in range(50)]
    first = read_job_list(database, JobFilter(sort="duration", descending=True, size=SIZE), NOON)
    assert first.next
    jobs.change(running[24], status="completed", completed_at=NOON + timedelta(seconds=1))
    later = NOON + timedelta(seconds=60)
    assert ids(read_job_list(database, by_address(first.view, first.next), later)) == running[25:]


def test_running_jobs_of_a_day_are_sorted_by_duration(database: Engine) -> None:
    jobs = JobFactory(database)
    done = jobs.completed()
    long, short = (jobs.running(started_at=NOON - timedelta(hours=hours)) for hours in (2, 0))
    assert ids(read_job_list(database, JobFilter(since="24h", sort="duration", descending=True), NOON)) == [
        long,
        done,
        short,
    ]


def test_cursors_exist_only_where_a_page_exists(database: Engine) -> None:
    JobFactory(database).add_all({"status": "queued"} for _ in range(SIZE))
    page = read_job_list(database, JobFilter(size=SIZE), NOON)
    assert (page.previous, page.next) == (None, None)
    JobFactory(database).queued()
    first, last = pages(database, JobFilter(size=SIZE))
    assert (first.previous, last.next) == (None, None)
    assert (len(first.rows), len(last.rows)) == (25, 1)


def test_previous_page_with_too_few_rows_is_the_first_page(database: Engine) -> None:
    jobs = JobFactory(database).add_all({"status": "queued"} for _ in range(60))
    second = list(pages(database, JobFilter(size=SIZE)))[1]
    with database.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM jobs WHERE id IN ('{jobs[-1]}', '{jobs[-2]}')")
    assert second.previous
    page = read_job_list(database, by_address(JobFilter(size=SIZE), second.previous), NOON)
    assert ids(page) == jobs[-3:-28:-1]
    assert page.previous is None


def test_page_after_the_end_is_the_first_page(database: Engine) -> None:
    jobs = JobFactory(database).add_all({"status": "queued"} for _ in range(26))
    first, last = pages(database, JobFilter(size=SIZE))
    with database.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM jobs WHERE id = '{jobs[0]}'")
    page = read_job_list(database, last.view, NOON)
    assert ids(page) == ids(first)
    assert (page.previous, page.next) == (None, None)


def test_previous_page_is_offered_only_if_it_has_jobs(database: Engine) -> None:
    jobs = JobFactory(database).add_all({"status": "queued"} for _ in range(26))
    _, last = pages(database, JobFilter(size=SIZE))
    with database.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM jobs WHERE id <> '{jobs[0]}'")
    page = read_job_list(database, last.view, NOON)
    assert ids(page) == [jobs[0]]
    assert page.previous is None


@pytest.mark.parametrize(
    "edge", ["after=2026-03-14T12%3A00,job-1", "before=-infinity,x", "after=,", "after=2024-W01-1,x"]
)
def test_malformed_cursors_are_a_valid_page(database: Engine, edge: str) -> None:
    JobFactory(database).queued()
    assert read_job_list(database, JobFilter.from_query(f"{edge}&size=25"), NOON).any_jobs
