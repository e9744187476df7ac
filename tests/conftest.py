"""Databases and services for every test that asks for one."""

import asyncio
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from jobs_app.database import open_database
from jobs_app.database.migrations import upgrade
from tests.browser.faults import report
from tests.support import services
from tests.support.hooks import (  # noqa: F401 - pytest looks for them here
    pytest_configure,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_unconfigure,
)

TEMPLATE = "jobs_template"
_numbers = count(1)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Delete the figures of earlier runs. Nested runs of tests have other hooks only, and keep them."""
    if not hasattr(session.config, "workerinput"):
        report.begin()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The empty maintenance database of a throw-away PostgreSQL."""
    with services.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def _redis_databases() -> Iterator[Iterator[str]]:
    """The databases of a throw-away Redis."""
    with services.redis_server() as server:
        yield (server.database(number) for number in range(services.REDIS_DATABASES))


@pytest.fixture
def redis_url(_redis_databases: Iterator[str]) -> str:
    """A Redis database of this test: workers of an earlier test may still wait for messages for a while."""
    return next(_redis_databases)


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database of this test, without any table."""
    yield from _postgres_database(postgres_url, "template1")


@pytest.fixture
def postgres_database_url(postgres_url: str, _postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of this test, with the current schema."""
    yield from _postgres_database(postgres_url, _postgres_template)


@pytest.fixture
def sqlite_database_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """A SQLite database of this test, with the current schema."""
    return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'jobs.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with the current schema and no jobs, on SQLite and on PostgreSQL."""
    name = "sqlite_database_url" if request.param == "sqlite" else "postgres_database_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An engine for `database_url`."""
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "jobs.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgres_template(postgres_url: str) -> str:
    _execute(postgres_url, f"CREATE DATABASE {TEMPLATE}")
    upgrade(_named(postgres_url, TEMPLATE))
    return TEMPLATE


def _postgres_database(postgres_url: str, template: str) -> Iterator[str]:
    name = f"jobs_{next(_numbers)}"
    _execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _named(postgres_url, name)
    _execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


def _named(postgres_url: str, name: str) -> str:
    return f"{postgres_url.rpartition('/')[0]}/{name}"


def _execute(postgres_url: str, statement: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(autouse=True)
def no_running_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test without a browser run its own event loop, although Playwright's always counts as running."""
    loop = None if "browser" in request.fixturenames else asyncio._get_running_loop()
    if loop:
        asyncio._set_running_loop(None)
    yield
    if loop:
        asyncio._set_running_loop(loop)
