"""A job's whole log as a file, streamed in portions."""

import re
from collections.abc import AsyncGenerator, Iterator

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from jobs_app.database.errors import reason_of
from jobs_app.queries import read_job, stream_log
from jobs_app.server.answers import NO_STORE, overloaded
from jobs_app.server.bulkheads import Bulkhead, Overloaded


class LogDownload(Response):
    """The log of a job; 404 without the job, 503 if as many logs as are allowed are being downloaded."""

    def __init__(self, bulkhead: Bulkhead, job_id: str) -> None:
        super().__init__()
        self._bulkhead, self._job_id = bulkhead, job_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._bulkhead.slot():
                response = await self._response()
                await response(scope, receive, send)
        except Overloaded:
            await overloaded()(scope, receive, send)

    async def _response(self) -> Response:
        try:
            found = await self._bulkhead.read_in_slot(lambda engine: read_job(engine, self._job_id))
        except SQLAlchemyError as error:
            return JSONResponse({"error": reason_of(error)}, 503, headers=NO_STORE)
        if found is None:
            return JSONResponse({"error": "job not found"}, 404, headers=NO_STORE)
        name = re.sub(r"[^A-Za-z0-9_.-]+", "-", self._job_id)[:80]
        headers = NO_STORE | {"content-disposition": f'attachment; filename="job-{name}.log"'}
        return StreamingResponse(self._portions(), media_type="text/plain; charset=utf-8", headers=headers)

    async def _portions(self) -> AsyncGenerator[bytes]:
        portions = stream_log(self._bulkhead.engine, self._job_id)
        while (portion := await self._bulkhead.read_in_slot(lambda _: _next(portions))) is not None:
            yield portion


def _next(portions: Iterator[str]) -> bytes | None:
    portion = next(portions, None)
    return None if portion is None else portion.encode("utf-8", "replace")
