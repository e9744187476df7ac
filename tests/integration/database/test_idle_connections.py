"""Connections that PostgreSQL has ended while they were idle are replaced without an error."""

import psycopg
import pytest
from sqlalchemy import text

from jobs_app.database import open_database
from tests.support.waiting import wait_for

OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'idle test'"


@pytest.mark.parametrize("ended_by", ["idle_session_timeout", "pg_terminate_backend"])
def test_connection_ended_by_the_server_is_replaced(postgres_database_url: str, ended_by: str) -> None:
    engine = open_database(f"{postgres_database_url}?application_name=idle%20test")
    with psycopg.connect(postgres_database_url, autocommit=True) as watcher:

        def no_connection_is_left() -> bool:
            return watcher.execute(OTHERS).fetchone() == (0,)

        for _ in range(10):
            with engine.connect() as connection:
                process = connection.execute(text("SELECT pg_backend_pid()")).scalar()
                if ended_by == "idle_session_timeout":
                    connection.execute(text("SET idle_session_timeout = 20"))
                    connection.commit()
            if ended_by == "pg_terminate_backend":
                watcher.execute("SELECT pg_terminate_backend(%s)", [process])
            wait_for(no_connection_is_left, "the end of the idle connection")
    engine.dispose()
