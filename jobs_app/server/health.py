"""Whether this process is alive and ready, for load balancers, and what time it has, for pages."""

import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jobs_app.server.answers import NO_STORE
from jobs_app.server.readiness import Readiness


def routes(readiness: Readiness, open_pages: Callable[[], int], clock: Callable[[], float] = time.time) -> list[Route]:
    """`/healthz` and `/readyz`; `open_pages` returns for how many pages this process polls.

    `clock` returns seconds since 1970.
    """

    async def healthz(_request: Request) -> Response:
        health = {"status": "ok", "open_pages": open_pages(), "now": round(clock() * 1000)}
        return JSONResponse(health, headers=NO_STORE)

    async def readyz(_request: Request) -> Response:
        if problem := await readiness.problem():
            return JSONResponse({"status": "not ready", "error": problem}, 503, headers=NO_STORE)
        return JSONResponse({"status": "ready"}, headers=NO_STORE)

    paths = {"/healthz": healthz, "/readyz": readyz}
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]
