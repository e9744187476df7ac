"""The HTTP interface for programs: jobs as JSON, read-only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import unquote

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from jobs_app.jobs.api_json import to_json
from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.filters import MAX_TYPES, JobFilter, types_left_out
from jobs_app.queries import MAX_LINES, read_job, read_job_list, read_log_lines, search_log
from jobs_app.server.answers import Answer, answer, refused
from jobs_app.server.bulkheads import Bulkhead
from jobs_app.server.log_download import LogDownload

JOBS_PATH = "/api/jobs"
MAX_SEARCH_CHARACTERS = 500
"""Characters of a search text that are used."""

LOG_SEARCH, DOWNLOAD = "/log/search", "/log/text"
SUFFIXES = (LOG_SEARCH, DOWNLOAD, "/log", "")
"""What may follow a job's id in an address."""
NOT_FOUND: Answer = (404, {"error": "job not found"})


@dataclass(frozen=True, slots=True)
class Bulkheads:
    """One for each kind of request: its number of reads at a time, and of requests that may wait for one."""

    lists: Bulkhead
    jobs: Bulkhead
    searches: Bulkhead
    log_searches: Bulkhead
    downloads: Bulkhead

    @classmethod
    def open(cls, open_engine: Callable[[int], Engine]) -> "Bulkheads":
        """`open_engine` returns an engine with so many connections."""

        def bulkhead(name: str, threads: int, waiting: int, in_background: bool = False) -> Bulkhead:
            return Bulkhead(open_engine(threads), name, threads, waiting, in_background)

        return cls(
            lists=bulkhead("api list", 4, waiting=28),
            jobs=bulkhead("api job", 4, waiting=28),
            searches=bulkhead("api search", 2, waiting=6, in_background=True),
            log_searches=bulkhead("api log search", 2, waiting=6, in_background=True),
            downloads=bulkhead("api download", 4, waiting=0),
        )


def routes(bulkheads: Bulkheads, rules: Callable[[], AttentionRules] = AttentionRules) -> list[Route]:
    """The list, single jobs and their logs; `rules` may read the database, and blocks."""
    job_reads = {LOG_SEARCH: _search, "/log": _log, "": partial(_job, rules=rules)}

    async def jobs(request: Request) -> Response:
        query = request.scope["query_string"].decode("latin-1")
        if left_out := types_left_out(query):
            return refused(f"{MAX_TYPES + left_out} types are named, no more than {MAX_TYPES} are possible")
        view = JobFilter.from_query(query)
        bulkhead = bulkheads.searches if view.search else bulkheads.lists
        return await answer(bulkhead, lambda engine: _page(engine, view, rules()))

    async def job(request: Request) -> Response:
        # The raw path, since an id may contain a slash, which is encoded there as %2F.
        raw = (request.scope.get("raw_path") or request.url.path.encode()).decode("latin-1").partition("?")[0]
        name = raw.partition(f"{JOBS_PATH}/")[2]
        suffix = next(filter(name.endswith, SUFFIXES))
        job_id = unquote(name.removesuffix(suffix))
        if suffix == DOWNLOAD:
            return LogDownload(bulkheads.downloads, job_id)
        bulkhead = bulkheads.log_searches if suffix == LOG_SEARCH else bulkheads.jobs
        return await answer(bulkhead, lambda engine: job_reads[suffix](engine, job_id, request))

    paths = {JOBS_PATH: jobs, f"{JOBS_PATH}/{{id:path}}": job}
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]


def _page(engine: Engine, view: JobFilter, rules: AttentionRules) -> Answer:
    page = read_job_list(engine, view, datetime.now(UTC), rules=rules)
    previous, following = (edge and view.at(edge).to_query() for edge in (page.previous, page.next))
    jobs = [to_json(row) for row in page.rows]
    surroundings = {"counts": dict(page.counts), "attention": page.attention, "previous": previous, "next": following}
    return 200, {"jobs": jobs, **surroundings}


def _job(engine: Engine, job_id: str, _request: Request, rules: Callable[[], AttentionRules]) -> Answer:
    found = read_job(engine, job_id, datetime.now(UTC), rules())
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


def _number(request: Request, name: str, default: int) -> int:
    try:
        return min(max(int(request.query_params.get(name, default)), 0), 2**31 - 1)
    except ValueError:
        return default
