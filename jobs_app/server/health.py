"""Whether this process is alive and ready, for load balancers, and what time it has, for pages."""
# pyright: reportUnknownMemberType=false

import time
from collections.abc import Callable
from datetime import UTC, datetime

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jobs_app.database.migrations import schema_problem
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import read_job_list
from jobs_app.server.answers import NO_STORE, Answer, answer
from jobs_app.settings.urls import with_redis_timeouts

REDIS_TIMEOUT_SECONDS = 5


def routes(
    engine: Engine, open_pages: Callable[[], int], redis_url: str = "", clock: Callable[[], float] = time.time
) -> list[Route]:
    """`/healthz` and `/readyz`; `open_pages` returns for how many pages this process polls.

    `redis_url` is that of the sessions, if they are in a Redis. `clock` returns seconds since 1970.
    """

    async def healthz(_request: Request) -> Response:
        health = {"status": "ok", "open_pages": open_pages(), "now": round(clock() * 1000)}
        return JSONResponse(health, headers=NO_STORE)

    async def readyz(_request: Request) -> Response:
        return await answer(lambda: _readiness(engine, redis_url))

    paths = {"/healthz": healthz, "/readyz": readyz}
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]


def _readiness(engine: Engine, redis_url: str) -> Answer:
    problem = schema_problem(engine) or _problem_of_redis(redis_url)
    if problem:
        return 503, {"status": "not ready", "error": problem}
    read_job_list(engine, JobFilter(size=1), datetime.now(UTC))  # As the list does: it needs its own privileges.
    return 200, {"status": "ready"}


def _problem_of_redis(url: str) -> str | None:
    if not url:
        return None
    client = Redis.from_url(with_redis_timeouts(url, socket_timeout=REDIS_TIMEOUT_SECONDS))
    try:
        client.ping()
    except RedisError:
        return "the Redis of the sessions cannot be reached"
    finally:
        client.close()
    return None
