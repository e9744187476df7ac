"""Whether this process is alive and ready, for load balancers, and what time it has, for pages."""

import time
from collections.abc import Callable

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jobs_app.database.migrations import schema_problem
from jobs_app.server.answers import NO_STORE, Answer, answer


def routes(engine: Engine, open_pages: Callable[[], int], clock: Callable[[], float] = time.time) -> list[Route]:
    """`/healthz` and `/readyz`; `open_pages` returns how many pages this process keeps current.

    `clock` tells seconds since 1970.
    """

    async def healthz(_request: Request) -> Response:
        health = {"status": "ok", "open_pages": open_pages(), "now": round(clock() * 1000)}
        return JSONResponse(health, headers=NO_STORE)

    async def readyz(_request: Request) -> Response:
        return await answer(lambda: _readiness(engine))

    paths = {"/healthz": healthz, "/readyz": readyz}
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]


def _readiness(engine: Engine) -> Answer:
    problem = schema_problem(engine)
    return (503, {"status": "not ready", "error": problem}) if problem else (200, {"status": "ready"})
