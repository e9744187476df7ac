"""The HTTP interface for programs: jobs as JSON, read-only, and whether this process is well."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from jobs_app.database import open_database
from jobs_app.database.errors import reason_of
from jobs_app.database.migrations import schema_problem
from jobs_app.jobs.api_json import to_json
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import MAX_LINES, read_job, read_job_list, read_log_lines, search_log, stream_log
from jobs_app.settings import Settings

JOBS = "/api/jobs"
MOST_SOUGHT = 500
"""Characters of a search text that are looked for."""
FRESH = {"cache-control": "no-store"}

CONNECTIONS = 8
"""For programs that use the HTTP interface: many requests must not keep the pages waiting."""

Answer = tuple[int, dict[str, Any] | Response]
MISSING: Answer = (404, {"error": "there is no such job"})


def open_engine(settings: Settings) -> Engine:
    """Connections of their own for the HTTP interface."""
    return open_database(settings.database_url, connections=CONNECTIONS)


def routes(engine: Engine, open_pages: Callable[[], int], clock: Callable[[], float] = time.time) -> list[Route]:
    """The routes over a database; `open_pages` says how many pages this process keeps current.

    `clock` tells seconds since 1970.
    """

    async def jobs(request: Request) -> Response:
        view = JobFilter.from_query(request.scope["query_string"].decode("latin-1"))
        return await _answer(lambda: _page(engine, view))

    async def job(request: Request) -> Response:
        # The raw path, since an id may hold a slash, which stands there as %2F.
        raw = (request.scope.get("raw_path") or request.url.path.encode()).decode("latin-1").partition("?")[0]
        name = raw.partition(f"{JOBS}/")[2]
        suffix = next(filter(name.endswith, READS))
        job_id = unquote(name.removesuffix(suffix))
        return await _answer(lambda: READS[suffix](engine, job_id, request))

    async def healthz(_request: Request) -> Response:
        health = {"status": "ok", "open_pages": open_pages(), "now": round(clock() * 1000)}
        return JSONResponse(health, headers=FRESH)

    async def readyz(_request: Request) -> Response:
        return await _answer(lambda: _readiness(engine))

    paths = {JOBS: jobs, f"{JOBS}/{{id:path}}": job, "/healthz": healthz, "/readyz": readyz}
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]


async def _answer(read: Callable[[], Answer]) -> Response:
    try:
        status, body = await run_in_threadpool(read)
    except SQLAlchemyError as error:
        status, body = 503, {"error": reason_of(error)}
    if isinstance(body, Response):
        return body
    return JSONResponse(body, status, headers=FRESH)


def _page(engine: Engine, view: JobFilter) -> Answer:
    page = read_job_list(engine, view, datetime.now(UTC))
    previous, following = (edge and view.at(edge).to_query() for edge in (page.previous, page.next))
    jobs = [to_json(row) for row in page.rows]
    return 200, {"jobs": jobs, "counts": dict(page.counts), "previous": previous, "next": following}


def _job(engine: Engine, job_id: str, _request: Request) -> Answer:
    found = read_job(engine, job_id)
    return (200, to_json(found)) if found else MISSING


def _log(engine: Engine, job_id: str, request: Request) -> Answer:
    after, limit = _number(request, "after", 0), _number(request, "limit", MAX_LINES)
    found = read_log_lines(engine, job_id, after, limit)
    if not found.total and read_job(engine, job_id) is None:
        return MISSING
    return 200, {"first": found.first, "lines": list(found.lines), "total": found.total}


def _search(engine: Engine, job_id: str, request: Request) -> Answer:
    text, level = request.query_params.get("q", "")[:MOST_SOUGHT], request.query_params.get("level", "")
    after, before = _number(request, "after", 0), _number(request, "before", 2**31 - 1)
    found = search_log(engine, job_id, text, level, after, before)
    if not found.lines and read_job(engine, job_id) is None:
        return MISSING
    return 200, {"lines": [list(line) for line in found.lines], "before": found.before}


def _download(engine: Engine, job_id: str, request: Request) -> Answer:
    """The whole log as a file, sent while it is read."""
    if read_job(engine, job_id) is None:
        return MISSING
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", job_id)[:80]
    headers = FRESH | {"content-disposition": f'attachment; filename="job-{name}.log"'}
    lines = (portion.encode("utf-8", "replace") for portion in stream_log(engine, job_id))
    return 200, StreamingResponse(lines, media_type="text/plain; charset=utf-8", headers=headers)


READS = {"/log/search": _search, "/log/text": _download, "/log": _log, "": _job}


def _readiness(engine: Engine) -> Answer:
    problem = schema_problem(engine)
    return (503, {"status": "not ready", "error": problem}) if problem else (200, {"status": "ready"})


def _number(request: Request, name: str, default: int) -> int:
    try:
        return min(max(int(request.query_params.get(name, default)), 0), 2**31 - 1)
    except ValueError:
        return default
