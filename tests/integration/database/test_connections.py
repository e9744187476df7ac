"""Connections to the database: their number, and which process owns them."""

import asyncio
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, func, select
from starlette.applications import Starlette

from jobs_app.database import engine as engine_module
from jobs_app.database import open_database
from jobs_app.database.models import JOBS
from jobs_app.server.api import Bulkheads, routes

FORKING = """
import os
from jobs_app.recorder import record_job

def record(name):
    for number in range(5):
        with record_job("count", id=f"{name}-{number}"):
            pass

record("before")
children = [os.fork()]
if children[-1]:
    children.append(os.fork())
name = f"child-{len(children)}" if not children[-1] else "parent"
record(name)
if name != "parent":
    os._exit(0)
assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
"""


def test_forked_children_open_connections_of_their_own(database: Engine, database_url: str, tmp_path: Path) -> None:
    environment = {**os.environ, "JOBS_DATABASE_URL": database_url}
    command = [sys.executable, "-c", FORKING]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    with database.connect() as connection:
        assert connection.execute(select(JOBS.c.status, func.count()).group_by(JOBS.c.status)).all() == [
            ("completed", 20)
        ]


def test_connections_of_the_parent_stay_open_when_a_child_ends(database: Engine) -> None:
    with database.connect() as connection:
        child = os.fork()
        if not child:
            os._exit(database.pool.checkedin() + database.pool.checkedout())  # type: ignore[attr-defined]
        assert os.waitpid(child, 0)[1] == 0
        assert connection.execute(select(func.count()).select_from(JOBS)).scalar() == 0


def test_http_reads_without_a_free_connection_fail_alone(
    database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "POOL_TIMEOUT_SECONDS", 0.1)
    own = open_database(database_url, connections=2)
    transport = httpx.ASGITransport(app=Starlette(routes=routes(Bulkheads.open(lambda _: own))))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://jobs") as client:
            return await client.get("/api/jobs")

    with ExitStack() as reads:
        assert asyncio.run(ask()).status_code == 200
        for _ in range(2):
            reads.enter_context(own.connect())
        answer = asyncio.run(ask())
        assert (answer.status_code, answer.json()) == (503, {"error": "too many reads of the database at once"})
        reads.enter_context(database.connect())
    own.dispose()
