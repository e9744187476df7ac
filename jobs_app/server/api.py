"""The HTTP interface for programs: jobs as JSON, read-only."""

import re
from datetime import UTC, datetime
from urllib.parse import unquote

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from jobs_app.database import open_database
from jobs_app.jobs.api_json import to_json
from jobs_app.jobs.filters import JobFilter
from jobs_app.queries import MAX_LINES, read_job, read_job_list, read_log_lines, search_log, stream_log
from jobs_app.server.answers import NO_STORE, Answer, answer
from jobs_app.settings import Settings

JOBS_PATH = "/api/jobs"
MAX_SEARCH_CHARACTERS = 500
"""Characters of a search text that are used."""

CONNECTIONS = 8
"""For programs that use the HTTP interface: many requests must not keep the pages waiting."""

NOT_FOUND: Answer = (404, {"error": "job not found"})


def open_engine(settings: Settings) -> Engine:
    """Connections of their own for the HTTP interface."""
    return open_database(settings.database_url, connections=CONNECTIONS)


def routes(engine: Engine) -> list[Route]:
    """The list, single jobs and their logs."""

    async def jobs(request: Request) -> Response:
        view = JobFilter.from_query(request.scope["query_string"].decode("latin-1"))
        return await answer(lambda: _page(engine, view))

    async def job(request: Request) -> Response:
        # The raw path, since an id may contain a slash, which is encoded there as %2F.
        raw = (request.scope.get("raw_path") or request.url.path.encode()).decode("latin-1").partition("?")[0]
        name = raw.partition(f"{JOBS_PATH}/")[2]
        suffix = next(filter(name.endswith, JOB_READS))
        job_id = unquote(name.removesuffix(suffix))
        return await answer(lambda: JOB_READS[suffix](engine, job_id, request))

    paths = {JOBS_PATH: jobs, f"{JOBS_PATH}/{{id:path}}": job}
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]


def _page(engine: Engine, view: JobFilter) -> Answer:
    page = read_job_list(engine, view, datetime.now(UTC))
    previous, following = (edge and view.at(edge).to_query() for edge in (page.previous, page.next))
    jobs = [to_json(row) for row in page.rows]
    return 200, {"jobs": jobs, "counts": dict(page.counts), "previous": previous, "next": following}


def _job(engine: Engine, job_id: str, _request: Request) -> Answer:
    found = read_job(engine, job_id)
    return (200, to_json(found)) if found else NOT_FOUND


def _log(engine: Engine, job_id: str, request: Request) -> Answer:
    after, limit = _number(request, "after", 0), _number(request, "limit", MAX_LINES)
    found = read_log_lines(engine, job_id, after, limit)
    if not found.total and read_job(engine, job_id) is None:
        return NOT_FOUND
    return 200, {"first": found.first, "lines": list(found.lines), "total": found.total}


def _search(engine: Engine, job_id: str, request: Request) -> Answer:
    text, level = request.query_params.get("q", "")[:MAX_SEARCH_CHARACTERS], request.query_params.get("level", "")
    after, before = _number(request, "after", 0), _number(request, "before", 2**31 - 1)
    found = search_log(engine, job_id, text, level, after, before)
    if not found.lines and read_job(engine, job_id) is None:
        return NOT_FOUND
    return 200, {"lines": [list(line) for line in found.lines], "before": found.before}


def _download(engine: Engine, job_id: str, request: Request) -> Answer:
    """The whole log as a file, streamed."""
    if read_job(engine, job_id) is None:
        return NOT_FOUND
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", job_id)[:80]
    headers = NO_STORE | {"content-disposition": f'attachment; filename="job-{name}.log"'}
    lines = (portion.encode("utf-8", "replace") for portion in stream_log(engine, job_id))
    return 200, StreamingResponse(lines, media_type="text/plain; charset=utf-8", headers=headers)


JOB_READS = {"/log/search": _search, "/log/text": _download, "/log": _log, "": _job}


def _number(request: Request, name: str, default: int) -> int:
    try:
        return min(max(int(request.query_params.get(name, default)), 0), 2**31 - 1)
    except ValueError:
        return default
