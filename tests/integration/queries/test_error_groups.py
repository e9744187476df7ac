"""Failed jobs in groups, by their errors."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from jobs_app.database import open_database
from jobs_app.jobs.error_groups import ErrorGroup, ErrorGroups
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import error_groups
from jobs_app.queries.error_groups import read_error_groups
from tests.support.factories import NOON, JobFactory

MINUTES = [5, 65, 70, 60 * 23 - 1, 60 * 30]
"""How long ago the jobs of the large group failed."""


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    factory = JobFactory(database)
    for minutes in MINUTES:
        factory.failed(
            error_fingerprint="large",
            error_message=f"ValueError: row {minutes}: no 'x'\nmore",
            completed_at=NOON - timedelta(minutes=minutes),
            job_type="import" if minutes < 100 else "sync",
            target=f"/data/{minutes}.csv",
        )
    factory.failed(error_fingerprint="small", error_message="it broke", completed_at=NOON)
    factory.failed(error_fingerprint=None)
    factory.completed()
    return factory


def read(engine: Engine, query: str = "") -> ErrorGroups:
    return read_error_groups(engine, JobFilter.from_query(query), NOON + timedelta(minutes=30))


def counts(engine: Engine, query: str = "") -> dict[str, int]:
    return {group.fingerprint: group.count for group in read(engine, query).groups}


def milliseconds(minutes_ago: int) -> int:
    return round((NOON - timedelta(minutes=minutes_ago)).timestamp() * 1000)


def test_groups_are_counted_largest_first(database: Engine, jobs: JobFactory) -> None:
    hours = [0] * 24
    hours[0], hours[21], hours[22] = 1, 2, 1
    large = ErrorGroup(
        "large", "ValueError", "row …: no …", 5, ("import", "sync"), milliseconds(1800), milliseconds(5), tuple(hours)
    )
    small = ErrorGroup("small", "", "it broke", 1, ("scan",), milliseconds(0), milliseconds(0), (0,) * 23 + (1,))
    assert read(database) == ErrorGroups((large, small), 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=failed&view=errors&sort=target&size=25", {"large": 5, "small": 1}),
        ("type=import", {"large": 3}),
        ("type=sync,scan", {"large": 2, "small": 1}),
        ("since=1h", {"large": 1, "small": 1}),
        ("since=24h&type=sync", {"large": 1}),
        ("q=70.csv", {"large": 1}),
        ("q=70.csv&since=1h", {}),
        ("error=small", {"small": 1}),
        ("error=none", {}),
    ],
)
def test_groups_hold_the_jobs_that_match(database: Engine, jobs: JobFactory, query: str, found: dict[str, int]) -> None:
    assert counts(database, query) == found


def test_filters_narrow_hours_and_ends_too(database: Engine, jobs: JobFactory) -> None:
    (group,) = read(database, "type=sync&since=24h").groups
    assert (sum(group.hours), group.first, group.last) == (1, milliseconds(1379), milliseconds(1379))
    (group,) = read(database, "q=70.csv").groups
    assert (sum(group.hours), group.first, group.text) == (1, milliseconds(70), "row …: no …")


def test_largest_groups_are_read_and_all_are_counted(
    database: Engine, jobs: JobFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_groups, "MAX_GROUPS", 1)
    error_groups._statement.cache_clear()
    found = read(database)
    error_groups._statement.cache_clear()
    assert ([group.fingerprint for group in found.groups], found.total) == (["large"], 2)


def test_group_of_unknown_times_is_shown(database: Engine) -> None:
    JobFactory(database).failed(error_fingerprint="a", completed_at=None, created_at=None, error_message=None)
    (group,) = read(database).groups
    assert (group.count, group.first, group.last, group.text, sum(group.hours)) == (1, None, None, "", 0)


def test_malformed_rows_do_not_hide_groups(sqlite_database_url: str) -> None:
    engine = open_database(sqlite_database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO jobs (id, job_type, status, completed_at, error_message, error_fingerprint) VALUES"
                " (1, x'ff', 'failed', 'soon', x'fffe00', 'a'), (2, 'b' || char(7), 'failed', 5, 1e300, 'a'),"
                " (3, 'c', 'failed', CURRENT_TIMESTAMP, 'x', x'ff')"
            )
        )
    assert sorted(group.count for group in read(engine).groups) == [1, 2]
    engine.dispose()
