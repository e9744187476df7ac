"""Parameters of a PostgreSQL URL are honoured, by the jobs database and by the queue."""

from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import text

from jobs_app.database import open_database
from jobs_app.database.migrations import upgrade
from jobs_app.settings import load_settings
from jobs_app.worker.queue import JobQueue


@pytest.fixture
def tenant_url(empty_postgres_url: str) -> str:
    """A URL whose search path is a schema of its own; the default schema has a table of the same name."""
    with psycopg.connect(empty_postgres_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA tenant")
        connection.execute("CREATE TABLE public.jobs (id text)")
    return f"{empty_postgres_url}?options={quote('-csearch_path=tenant')}"


def tables(url: str) -> set[tuple[str, str]]:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'tenant')"
        )
        return set(found.fetchall())


def test_migration_uses_the_search_path_of_the_url(tenant_url: str) -> None:
    upgrade(tenant_url)
    assert ("tenant", "jobs") in tables(tenant_url)
    assert {name for schema, name in tables(tenant_url) if schema == "public"} == {"jobs"}


def test_queue_uses_the_search_path_of_the_url(tenant_url: str) -> None:
    queue = JobQueue(tenant_url)
    queue.put("job")
    assert queue.take() == ("job", 0)
    assert {schema for schema, name in tables(tenant_url) if name.startswith("huey")} == {"tenant"}
    queue.close()


@pytest.mark.parametrize(
    ("query", "setting", "value"),
    [
        ("", "application_name", "jobs"),
        ("application_name=ops", "application_name", "ops"),
        ("", "statement_timeout", "8s"),
        (f"options={quote('-c statement_timeout=3000')}", "statement_timeout", "3s"),
        (f"options={quote('-c work_mem=5MB')}", "statement_timeout", "8s"),
        (f"options={quote('-c work_mem=5MB')}", "work_mem", "5MB"),
        (f"options={quote('-c timezone=Asia/Tokyo')}", "timezone", "Asia/Tokyo"),
    ],
)
def test_url_takes_precedence_over_our_settings(
    postgres_database_url: str, query: str, setting: str, value: str
) -> None:
    engine = open_database(f"{postgres_database_url}?{query}")
    with engine.connect() as connection:
        assert connection.execute(text(f"SHOW {setting}")).scalar() == value
    engine.dispose()


def test_short_scheme_connects_database_and_queue(postgres_database_url: str, tmp_path: Path) -> None:
    settings = load_settings(
        {"JOBS_DATABASE_URL": postgres_database_url.replace("postgresql://", "postgres://")}, tmp_path
    )
    engine, queue = open_database(settings.database_url), JobQueue(settings.queue)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM jobs")).scalar() == 0
    assert queue.ids() == set()
    queue.close()
    engine.dispose()
