"""Times as other programs write them: shown, sorted, filtered and decided on as the same instant."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from sqlalchemy import Engine, text

from jobs_app.database import open_database
from jobs_app.database.sqlite_times import sqlite_time_key
from jobs_app.jobs.api_json import iso_time
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import read_job, read_job_list
from jobs_app.worker.lost_jobs import fail_lost_jobs

INSTANT = datetime(2026, 11, 26, 10, 0, 0, 252_000, tzinfo=UTC)
SECOND = INSTANT.replace(microsecond=0)
MINUTE, DAY = SECOND, SECOND.replace(hour=0)
FORMS: dict[object, datetime] = {
    "2026-11-26 10:00:00": SECOND,
    "2026-11-26 10:00:00.252": INSTANT,
    "2026-11-26 10:00:00.252123": INSTANT,
    "2026-11-26T10:00:00.252123456Z": INSTANT,
    "2026-11-26t10:00:00.252z": INSTANT,
    "2026-11-26T10:00:00,252": INSTANT,
    "2026-11-26 10:00:00 UTC": SECOND,
    "2026-11-26 10:00:00.252 GMT": INSTANT,
    "2026-11-26 10:00:00.252 +0000 UTC": INSTANT,
    "2026-11-26T12:00:00.252+02": INSTANT,
    "2026-11-26T12:00:00.252+0200": INSTANT,
    "2026-11-26T12:00:00.252+02:00": INSTANT,
    "2026-11-26 12:00:00.252 +02:00": INSTANT,
    "2026-11-26 12:00:00 +0200": SECOND,
    "2026-11-26T05:00:00-0500": SECOND,
    "2026-11-26T04:30:00.252-05:30": INSTANT,
    "2026-11-26t12:00:00.252+02:00": INSTANT,
    "2026-11-26 10:00": MINUTE,
    "2026-11-26T10:00Z": MINUTE,
    "2026-11-26T12:00+0200": MINUTE,
    "2026-11-26": DAY,
    "2026-11-25T24:00:00": DAY,
    "2026-11-25 23:59:60Z": DAY - timedelta(seconds=1),
    "20261126T100000Z": SECOND,
    "20261126T100000": SECOND,
    "20261126T100000.252Z": INSTANT,
    "20261126T100000,252Z": INSTANT,
    "20261126 120000+02": SECOND,
    "20261126T120000.252+0200": INSTANT,
    "20261126T050000-05:00": SECOND,
    "20261126T100000 UTC": SECOND,
    "20261126T1000Z": MINUTE,
    "20261126T1200+0200": MINUTE,
    "20261126": DAY,
    1795687200: SECOND,
    "1795687200": SECOND,
    1795687200.252: INSTANT,
    "1795687200.252": INSTANT,
    1795687200252: INSTANT,
    "1795687200252": INSTANT,
    1795687200252123: INSTANT,
    "1795687200252123456": INSTANT,
    1795687200252123456: INSTANT,
    1.795687200252e18: INSTANT,
    0: datetime(1970, 1, 1, tzinfo=UTC),
}  # fmt: skip
NO_TIMES: tuple[object, ...] = (
    "now", "NOW", "yesterday", "infinity", "-infinity", " ", "null", "0000-00-00 00:00:00", "2026-02-30 10:00:00",
    "2026-13-01", "20261301T100000Z", "2026-11-26 25:00:00", "2026-11-26 10:60:00", "2026-11-26 10:00:00 MT",
    "2026-11-26 10:00:00 CET", "2026-11-26T10:00:00 or so", "10:00:00", "0000-01-01", "9999-12-31 23:59:59",
    "2026-11-26T10:00:00\u221205:00",
    "20261126100000000000000000000000", -1, "1.2.3", "1e9", "1e400", b"\xff", b"\x00", "1" * 50,
    "2026-11-26 10:00:00" + "x" * 1_000_000, "2026-11-26 10:00:00+99:00", float("inf"), "Thu Nov 26 10:00:00 2026",
)  # fmt: skip


@pytest.fixture
def engine(sqlite_database_url: str) -> Iterator[Engine]:
    engine = open_database(sqlite_database_url)
    yield engine
    engine.dispose()


def write(engine: Engine, job_id: str, **values: Any) -> None:
    row = {"id": job_id, "job_type": "a", "status": "running"} | values
    names = ", ".join(row)
    with engine.begin() as connection:
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO jobs ({names}) VALUES ({marks})"), row)


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@pytest.mark.parametrize("form", FORMS, ids=repr)
def test_every_form_of_a_time_is_the_same_instant_everywhere(engine: Engine, form: object) -> None:
    instant = FORMS[form]
    for seconds in (-1, 1):
        write(engine, f"{seconds}", status="failed", completed_at=(instant + timedelta(seconds=seconds)).isoformat())
    write(engine, "x", status="failed", created_at=form, started_at=form, completed_at=form, heartbeat_at=form)
    job = read_job(engine, "x")
    assert job
    assert {job.created, job.started, job.ended, job.heartbeat} == {milliseconds(instant)}
    assert job.unparsed_times == {}
    row = next(row for row in read_job_list(engine, JobFilter(), instant).rows if row.id == "x")
    assert {row.created, row.started, row.ended} == {milliseconds(instant)}
    for sort in ("completed", "created"):
        if sort == "created":
            with engine.begin() as connection:
                connection.execute(text("UPDATE jobs SET created_at = completed_at"))
        view = JobFilter(sort=sort, descending=False)
        assert [row.id for row in read_job_list(engine, view, instant).rows] == ["-1", "x", "1"]
    for after, found in ((timedelta(hours=1), {"x", "1"}), (timedelta(hours=1, milliseconds=1), {"1"})):
        rows = read_job_list(engine, JobFilter(since="1h"), instant + after).rows
        assert {row.id for row in rows} == found


@pytest.mark.parametrize("column", ["heartbeat_at", "started_at"])
@pytest.mark.parametrize("shape", ["%Y-%m-%dT%H:%M:%S+0200", "%Y%m%dT%H%M%S+02", "%Y-%m-%d %H:%M:%S +02:00", "%s"])
def test_job_is_lost_by_the_instant_of_its_heartbeat(engine: Engine, shape: str, column: str) -> None:
    for name, age in (("lost", 50), ("alive", 5)):
        moment = datetime.now(UTC) - timedelta(seconds=age)
        stored = str(int(moment.timestamp())) if shape == "%s" else format_at(moment, 2, shape)
        write(engine, name, lost_after_seconds=45, **{column: stored})
    assert fail_lost_jobs(engine) == 1
    lost = read_job(engine, "lost")
    assert lost
    assert lost.error.startswith(f"worker lost: no sign of life since {datetime.now(UTC):%Y}")


def format_at(moment: datetime, hours: int, shape: str) -> str:
    return moment.astimezone(timezone(timedelta(hours=hours))).strftime(shape)


@pytest.mark.parametrize("stored", NO_TIMES, ids=lambda value: repr(value)[:30])
def test_what_is_no_time_is_named_and_fails_no_job(engine: Engine, stored: object) -> None:
    write(engine, "x", created_at=stored, started_at=stored, heartbeat_at=stored, lost_after_seconds=1)
    write(engine, "heartbeat", started_at="2001-01-01", heartbeat_at=stored, lost_after_seconds=1)
    assert fail_lost_jobs(engine) == 0
    job = read_job(engine, "x")
    assert job
    assert (job.status, job.created, job.started, job.heartbeat) == ("running", None, None, None)
    assert list(job.unparsed_times) == ["created_at", "started_at", "heartbeat_at"]
    assert [row.id for row in read_job_list(engine, JobFilter(since="1h"), datetime.now(UTC)).rows].count("x") == 1


def test_empty_text_is_a_missing_time(engine: Engine) -> None:
    write(engine, "x", created_at="", started_at="")
    job = read_job(engine, "x")
    assert job
    assert (job.created, job.started, job.unparsed_times) == (None, None, {})


def test_infinite_times_are_named_and_fail_no_job(postgres_database_url: str) -> None:
    engine = open_database(postgres_database_url)
    for stored in ("infinity", "-infinity", "20000-01-01 00:00:00+00"):
        write(engine, stored, started_at=stored, heartbeat_at=stored, lost_after_seconds=1)
    assert fail_lost_jobs(engine) == 0
    job = read_job(engine, "infinity")
    assert job
    assert job.unparsed_times == {"started_at": "infinity", "heartbeat_at": "infinity"}
    engine.dispose()


@given(some.text(max_size=45) | some.binary(max_size=45) | some.floats() | some.integers(-(2**63), 2**63 - 1))
def test_any_stored_value_is_a_time_or_none(stored: object) -> None:
    assert (found := key(stored)) == "" or datetime.fromisoformat(found)


OFFSETS = some.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = some.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=OFFSETS)  # noqa: DTZ001
SHAPES = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S %z", "%Y%m%dT%H%M%S%z", "%Y%m%d %H%M%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"]


@given(MOMENTS, some.sampled_from(SHAPES), some.booleans())
def test_any_moment_in_any_shape_and_zone_is_parsed(moment: datetime, shape: str, with_colon: bool) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000 if "%f" in shape else 0)
    written = moment.strftime(shape).zfill(len(moment.strftime(shape)) + 4 - len(str(moment.year)))
    if with_colon:
        written = f"{written[:-2]}:{written[-2:]}"
    assert key(written) == moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "milliseconds")


@given(some.integers(0, 253_402_128_000_000), some.sampled_from([1, 10**3, 10**6]))
def test_numbers_since_1970_are_parsed_by_their_size(since: int, more_digits: int) -> None:
    """From 1973 on, and in seconds before the year 5138."""
    since = max(since, 10**11)
    stored = since * more_digits
    if stored < 2**63:
        assert f"{key(stored).replace(' ', 'T')}Z" == iso_time(since)


@given(some.integers(0, 10**11 - 1), some.sampled_from(["", ".25"]))
def test_seconds_that_start_like_a_day_are_a_number(seconds: int, fraction: str) -> None:
    """Those of every December 2026, say: 1796082805 begins with the 28th of August 1796."""
    assume(len(f"{seconds}{fraction}") != len("17960828"))
    assert f"{key(f'{seconds}{fraction}').replace(' ', 'T')}Z" == iso_time(seconds * 1000 + (250 if fraction else 0))


@pytest.mark.parametrize("stored", ["1796082805", 1796082805, "1796010100", "1796082805.25"])
def test_seconds_of_december_2026_are_read_as_a_number(stored: object) -> None:
    assert key(stored) == f"{datetime.fromtimestamp(float(str(stored)), UTC):%Y-%m-%d %H:%M:%S.%f}"[:-3]


CONNECTION = sqlite3.connect(":memory:", check_same_thread=False)
CONNECTION.execute(f"CREATE TABLE times (at TEXT, key TEXT GENERATED ALWAYS AS ({sqlite_time_key('at')}) VIRTUAL)")


def key(stored: object) -> str:
    if isinstance(stored, str):
        stored = stored.encode("utf-8", "replace").decode()
    CONNECTION.execute("DELETE FROM times")
    CONNECTION.execute("INSERT INTO times VALUES (?)", (stored,))
    return str(CONNECTION.execute("SELECT key FROM times").fetchone()[0])


def test_expression_is_the_one_that_databases_have() -> None:
    """Another one needs a migration that replaces the generated columns."""
    expression = sqlite_time_key("created_at").encode()
    assert sha256(expression).hexdigest()[:16] == "c8562f88c55ae67f"
