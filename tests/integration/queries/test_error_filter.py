"""The jobs that failed with one error."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from jobs_app.jobs.cursors import SORTS
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import read_adjacent_jobs, read_job_list
from jobs_app.queries.job_list import plan
from tests.support.factories import NOON, JobFactory

SORTS_BOTH_WAYS = [f"{sign}{name}" for name in SORTS for sign in ("", "-")]


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    factory = JobFactory(database)
    for number in range(12):
        at = NOON - timedelta(hours=number)
        factory.failed(
            id=f"a{number}", error_fingerprint="one", completed_at=at, created_at=at, job_type=f"type-{number % 3}"
        )
        factory.failed(id=f"b{number}", error_fingerprint="two", completed_at=at, created_at=at)
        factory.completed(id=f"c{number}", completed_at=at)
    return factory


def page(engine: Engine, query: str) -> tuple[list[str], dict[str, int]]:
    found = read_job_list(engine, JobFilter.from_query(query), NOON)
    return [row.id for row in found.rows], {status: number for status, number in found.counts.items() if number}


@pytest.mark.parametrize("sorted_in_memory", [True, False])
@pytest.mark.parametrize("sort", SORTS_BOTH_WAYS)
def test_error_filter_holds_in_every_order(
    database: Engine, jobs: JobFactory, sort: str, sorted_in_memory: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MAX_SORTED_JOBS", 5_000 if sorted_in_memory else 0)
    ids, counts = page(database, f"error=one&sort={sort}")
    assert sorted(ids) == sorted(f"a{number}" for number in range(12))
    assert counts == {"failed": 12}
    assert page(database, f"status=failed&error=one&sort={sort}") == (ids, counts)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("error=one&type=type-1", {"a1", "a4", "a7", "a10"}),
        ("error=one&since=1h", {"a0", "a1"}),
        ("error=one&since=1h&type=type-1,type-2", {"a1"}),
        ("error=one&q=a11", {"a11"}),
        ("error=one&status=queued,failed", {f"a{number}" for number in range(12)}),
        ("error=one&status=completed", set()),
        ("error=none", set()),
    ],
)
def test_error_filter_combines_with_the_others(database: Engine, jobs: JobFactory, query: str, found: set[str]) -> None:
    ids, counts = page(database, query)
    assert set(ids) == found
    assert sum(counts.values()) == (12 if query.endswith("completed") else len(found))


def test_job_that_failed_otherwise_since_is_not_found(database: Engine, jobs: JobFactory) -> None:
    jobs.change("a3", error_message="something else")
    jobs.change("a4", status="completed")
    assert {"a3", "a4"}.isdisjoint(page(database, "error=one")[0])


def test_adjacent_jobs_are_of_the_same_error(database: Engine, jobs: JobFactory) -> None:
    view = JobFilter.from_query("status=failed&error=one")
    assert read_adjacent_jobs(database, view, "a5", NOON) == ("a4", "a6")
