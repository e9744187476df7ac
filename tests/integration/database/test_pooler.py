"""Behind PgBouncer each transaction may run on another server connection."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from jobs_app.database import open_database
from jobs_app.database.errors import reason_of
from jobs_app.database.migrations import schema_problem, upgrade
from jobs_app.database.pooler import settings_of
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import read_job, read_job_list
from jobs_app.recorder import record_job
from jobs_app.worker.queue import JobQueue, QueueError
from tests.support import services
from tests.support.command import jobs
from tests.support.factories import JobFactory
from tests.support.waiting import wait_for

SEVERAL_SERVERS = {"default_pool_size": "3", "server_round_robin": "1"}
IGNORES_OPTIONS = {"ignore_startup_parameters": "options,extra_float_digits"}


@pytest.fixture(
    params=[{"pool_mode": "transaction"}, {"pool_mode": "transaction", **IGNORES_OPTIONS}, {"pool_mode": "session"}]
)
def pooled_url(request: pytest.FixtureRequest, empty_postgres_url: str) -> Iterator[str]:
    servers = SEVERAL_SERVERS if request.param["pool_mode"] == "transaction" else {"default_pool_size": "30"}
    with services.pgbouncer(empty_postgres_url, **request.param, **servers) as url:
        yield url


@pytest.fixture
def pooled(pooled_url: str) -> Iterator[Engine]:
    upgrade(pooled_url)
    engine = open_database(pooled_url)
    yield engine
    engine.dispose()


def test_reads_and_writes_work_on_any_server_connection(pooled: Engine) -> None:
    assert schema_problem(pooled) is None
    with record_job("import", engine=pooled, id="recorded", total=100) as job:
        job.advance(7)
        job.log("hello")
    other = open_database(pooled.url.render_as_string(hide_password=False).replace("+psycopg", ""))
    found = JobFactory(pooled).failed(target="/data/x")
    for _ in range(12):
        for engine in (pooled, other):
            assert found in {row.id for row in read_job_list(engine, JobFilter(search="x"), datetime.now(UTC)).rows}
            recorded = read_job(engine, "recorded")
            assert recorded
            assert (recorded.status, recorded.processed) == ("completed", 7)
    other.dispose()


def test_settings_hold_in_every_transaction(pooled: Engine) -> None:
    for _ in range(8):
        with pooled.connect() as connection:
            assert connection.execute(text("SHOW statement_timeout")).scalar() == "8s"
            assert connection.execute(text("SHOW enable_seqscan")).scalar() == "off"


def test_search_path_of_the_url_is_honoured(pooled_url: str) -> None:
    with psycopg.connect(pooled_url, autocommit=True, prepare_threshold=None) as connection:
        connection.execute("CREATE SCHEMA tenant")
    url = f"{pooled_url}?options={quote('-c search_path=tenant')}"
    upgrade(url)
    with psycopg.connect(pooled_url, prepare_threshold=None) as connection:
        assert connection.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'jobs'").fetchall() == [
            ("tenant",)
        ]
    with pytest.raises(QueueError, match="does not keep the `options` of the URL"):
        JobQueue(url)


def test_worker_runs_jobs(pooled: Engine, pooled_url: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = jobs(tmp_path, "scan", str(tmp_path / "folder"), JOBS_DATABASE_URL=pooled_url, JOBS_QUEUE_URL=pooled_url)
    assert (done.returncode, done.stderr) == (0, "")
    job_id, command = done.stdout.strip(), (sys.executable, "-m", "jobs_app.cli", "worker", "--workers", "1")
    environment = {**os.environ, "JOBS_DATABASE_URL": pooled_url, "JOBS_QUEUE_URL": pooled_url}
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as worker:
        try:
            wait_for(lambda: getattr(read_job(pooled, job_id), "status", "") == "completed", "the scan")
        finally:
            worker.terminate()
    queue = JobQueue(pooled_url)
    assert len(queue) == 0
    queue.close()


def test_statement_mode_is_named(empty_postgres_url: str) -> None:
    with services.pgbouncer(empty_postgres_url, pool_mode="statement", **IGNORES_OPTIONS) as url:
        engine = open_database(url)
        with pytest.raises(DBAPIError) as raised, engine.begin() as connection:
            connection.execute(text("SELECT 1"))
        assert (
            reason_of(raised.value)
            == "the pooler of the database is in statement mode: set its pool_mode to transaction"
        )
        engine.dispose()


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        ("", {}),
        ("-c a=b -cc=d --e-f=g", {"a": "b", "c": "d", "e_f": "g"}),
        (r"-c search_path='a, b' -c x=a\ b", {"search_path": "a, b", "x": "a b"}),
        ("-c", {}),
        ("-c a=b -c a=c", {"a": "c"}),
    ],
)
def test_options_are_read_as_settings(options: str, settings: dict[str, str]) -> None:
    assert settings_of(options) == settings
