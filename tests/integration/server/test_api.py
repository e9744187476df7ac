"""The HTTP interface for programs, on both databases."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text
from starlette.applications import Starlette

from jobs_app.database import open_database
from jobs_app.recorder import record_job
from jobs_app.server import api, health
from jobs_app.server.api import Bulkheads
from jobs_app.server.readiness import Readiness
from tests.browser.objects.jobs import Jobs
from tests.support.factories import JobFactory


def get(engine: Engine, path: str, redis_url: str = "") -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(
            app=Starlette(
                routes=[
                    *api.routes(Bulkheads.open(lambda _: engine)),
                    *health.routes(Readiness(engine, redis_url), lambda: 3, lambda: 1.5),
                ]
            )
        )
        async with httpx.AsyncClient(transport=transport, base_url="http://jobs") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_jobs_are_listed_by_the_same_parameters_as_the_page(database: Engine) -> None:
    jobs = Jobs(database)
    failed = jobs.add(30, status="failed", progress_percent=12.5)
    jobs.add(2)
    answer: dict[str, Any] = get(database, "/api/jobs?status=failed&size=25").json()
    assert [job["id"] for job in answer["jobs"]] == failed[:25]
    assert answer["counts"] == {"running": 0, "queued": 0, "failed": 30, "completed": 2, "cancelled": 0, "unknown": 0}
    assert answer["previous"] is None
    following = get(database, f"/api/jobs?{answer['next']}").json()
    assert [job["id"] for job in following["jobs"]] == failed[25:]
    assert get(database, f"/api/jobs?{following['previous']}").json()["jobs"] == answer["jobs"]
    job = answer["jobs"][0]
    assert (job["progress_percent"], job["job_type"]) == (12.5, "scan")
    assert job["created_at"].endswith("Z")


def test_jobs_are_searched_by_the_language_of_the_page(database: Engine) -> None:
    jobs = Jobs(database)
    wanted = jobs.add(status="failed", error_message="ValueError: bad row", worker="gpu 1")
    jobs.add(status="failed", error_message="KeyError: bad row", worker="gpu 1")
    jobs.add(job_type="ValueError", worker="gpu 2")
    for query in ("valueerror+worker:%22gpu+1%22", "error:ValueError", "%22bad+row%22+VALUE+duration:%3C1m"):
        answer: dict[str, Any] = get(database, f"/api/jobs?q={query}").json()
        assert [job["id"] for job in answer["jobs"]] == wanted
        assert answer["counts"]["failed"] == 1


def test_more_types_than_possible_are_refused_not_left_out(database: Engine) -> None:
    named = [f"type-{number}" for number in range(51)]
    assert get(database, f"/api/jobs?type={','.join(named[:50])}&type={named[0]}").status_code == 200
    answer = get(database, f"/api/jobs?type={','.join(named[:50])}&type={named[50]}")
    assert (answer.status_code, answer.json()) == (400, {"error": "51 types are named, no more than 50 are possible"})


@pytest.mark.parametrize("query", ["status=%00", "sort=;drop", "size=1e9", "after=,,,", "q=%00%FF", "since=x&&=&"])
def test_malformed_parameters_are_ignored(database: Engine, query: str) -> None:
    assert get(database, f"/api/jobs?{query}").status_code == 200


def test_job_and_log_of_any_id_are_returned(database: Engine) -> None:
    with record_job("scan", id="a/b c&d", engine=database) as job:
        for number in range(20):
            job.log("line %d", number)
    assert get(database, "/api/jobs/a%2Fb%20c&d").json()["status"] == "completed"
    log = get(database, "/api/jobs/a%2Fb%20c&d/log?after=5&limit=3").json()
    assert (log["first"], log["total"]) == (6, 20)
    assert [line.split(" ", 2)[2] for line in log["lines"]] == ["line 5", "line 6", "line 7"]
    assert get(database, "/api/jobs/a%2Fb%20c&d/log?after=x&limit=-1").status_code == 200


@pytest.mark.parametrize(
    "name", ["nobody", "%00", "..%2F", "x" * 10_000, "nobody/log", "<b>", "nobody/log/text", "nobody/log/search?q=x"]
)
def test_job_that_does_not_exist_is_not_found(database: Engine, name: str) -> None:
    answer = get(database, f"/api/jobs/{name}")
    assert (answer.status_code, answer.json()) == (404, {"error": "job not found"})


def test_health_and_readiness(database: Engine) -> None:
    assert get(database, "/healthz").json() == {"status": "ok", "open_pages": 3, "now": 1500}
    assert get(database, "/readyz").status_code == 200
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    answer = get(database, "/readyz")
    assert answer.status_code == 503
    assert "newer" in answer.json()["error"]


def test_readiness_reads_a_row_as_the_list_does(database: Engine) -> None:
    JobFactory(database).running()
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE jobs RENAME COLUMN summary_json TO summary"))
        connection.execute(text("ALTER TABLE jobs RENAME COLUMN item_unit TO unit"))
    answer = get(database, "/readyz")
    expected = {"status": "not ready", "error": "the database schema is too old: run `jobs migrate`"}
    assert (answer.status_code, answer.json()) == (503, expected)


def test_readiness_asks_the_redis_of_the_sessions(database: Engine, redis_url: str) -> None:
    assert get(database, "/readyz", redis_url).status_code == 200
    answer = get(database, "/readyz", "redis://127.0.0.1:1/0")
    assert (answer.status_code, answer.json()["error"]) == (503, "the Redis of the sessions cannot be reached")


def test_unreachable_database_is_reported_in_plain_words() -> None:
    engine = open_database("postgresql://127.0.0.1:1/nothing")
    for path in ("/api/jobs", "/api/jobs/x", "/readyz"):
        answer = get(engine, path)
        assert (answer.status_code, answer.json()["error"]) == (503, "the database cannot be reached")
    assert get(engine, "/healthz").status_code == 200
    engine.dispose()


def test_log_can_be_searched_and_downloaded(database: Engine) -> None:
    jobs = JobFactory(database)
    job_id = jobs.running(id="a/log b")
    jobs.log(job_id, "one needle", "two", "Needle three \x1b[31m")
    address = "/api/jobs/a%2Flog%20b/log"
    assert get(database, f"{address}/search?q=needle").json() == {
        "lines": [[3, "Needle three \x1b[31m"], [1, "one needle"]],
        "before": 0,
    }
    assert get(database, f"{address}/search?q=needle&before=3").json()["lines"] == [[1, "one needle"]]
    assert get(database, f"{address}/search?q=needle&after=x&before=-1").json() == {"lines": [], "before": 0}
    answer = get(database, f"{address}/text")
    assert answer.text == "one needle\ntwo\nNeedle three \x1b[31m\n"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="job-a-log-b.log"'
