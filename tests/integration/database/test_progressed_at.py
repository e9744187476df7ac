"""When a job last progressed is maintained by the database, for writers of any kind."""

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text

from jobs_app.database import open_database
from jobs_app.queries import read_job
from jobs_app.recorder import record_job

LONG_AGO = "2001-01-01 00:00:00"


def sql(engine: Engine, statement: str, **values: Any) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), values)


def add(engine: Engine, status: str = "running") -> None:
    columns = "id, job_type, status, processed_count, progress_percent, progressed_at"
    values = "'a', 'x', :status, 5, 10, :progressed"
    progressed = datetime.fromisoformat(LONG_AGO).replace(tzinfo=UTC)
    sql(engine, f"INSERT INTO jobs ({columns}) VALUES ({values})", status=status, progressed=progressed)


def is_recent(engine: Engine) -> bool:
    job = read_job(engine, "a")
    assert job
    assert job.progressed
    return abs(datetime.now(UTC).timestamp() * 1000 - job.progressed) < 3_600_000


@pytest.mark.parametrize(
    ("change", "progresses"),
    [
        ("processed_count = 6", True),
        ("progress_percent = 10.5", True),
        ("processed_count = 6, progress_percent = 10, worker = 'w'", True),
        ("processed_count = 5, progress_percent = 10", False),
        ("processed_count = 0, progress_percent = 0", False),
        ("processed_count = NULL, progress_percent = NULL", False),
        ("heartbeat_at = CURRENT_TIMESTAMP, updated_at = CURRENT_TIMESTAMP", False),
        ("worker = 'w', status = 'completed'", False),
    ],
)
def test_count_or_percentage_that_advances_sets_it(database: Engine, change: str, progresses: bool) -> None:
    add(database)
    sql(database, f"UPDATE jobs SET {change} WHERE id = 'a'")
    assert is_recent(database) == progresses


def test_first_count_sets_it(database: Engine) -> None:
    sql(database, "INSERT INTO jobs (id, job_type, status) VALUES ('a', 'x', 'running')")
    sql(database, "UPDATE jobs SET processed_count = 1 WHERE id = 'a'")
    assert is_recent(database)


@pytest.mark.parametrize(("status", "progresses"), [("running", True), ("completed", False)])
def test_line_in_the_log_of_a_running_job_sets_it(database: Engine, status: str, progresses: bool) -> None:
    add(database, status)
    sql(database, "INSERT INTO job_log (job_id, first_line, line_count, text) VALUES ('a', 1, 1, 'hello')")
    assert is_recent(database) == progresses


def test_value_of_the_writer_is_kept(database: Engine) -> None:
    add(database)
    sql(database, "UPDATE jobs SET processed_count = 6, progressed_at = '2002-02-02 00:00:00+00:00' WHERE id = 'a'")
    assert not is_recent(database)


def test_recorded_job_has_it(database: Engine) -> None:
    with record_job("x", engine=database, id="a") as job:
        job.advance()
    assert is_recent(database)


def test_it_is_the_time_of_the_database(database: Engine) -> None:
    add(database)
    sql(database, "UPDATE jobs SET processed_count = 6, heartbeat_at = CURRENT_TIMESTAMP WHERE id = 'a'")
    job = read_job(database, "a")
    assert job
    assert job.progressed == job.heartbeat


def test_writer_with_few_rights_can_still_log(postgres_database_url: str) -> None:
    database = open_database(postgres_database_url)
    add(database)
    with psycopg.connect(postgres_database_url) as connection:
        connection.execute("CREATE ROLE logger_only")
        connection.execute("GRANT INSERT ON job_log TO logger_only")
        connection.execute("SET ROLE logger_only")
        connection.execute("SET search_path = pg_catalog")
        connection.execute("INSERT INTO public.job_log (job_id, first_line, line_count, text) VALUES ('a', 1, 1, 'x')")
        connection.execute("RESET ROLE")
        connection.execute("DROP OWNED BY logger_only")
        connection.execute("DROP ROLE logger_only")
    assert is_recent(database)
    database.dispose()
