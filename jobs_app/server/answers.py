"""Answers of the HTTP interface: read in threads, errors of the database in plain words."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from jobs_app.database.errors import reason_of

NO_STORE = {"cache-control": "no-store"}

Answer = tuple[int, dict[str, Any] | Response]
"""A status with a JSON object, or with a response of another kind."""


async def answer(read: Callable[[], Answer]) -> Response:
    """The response of a read that blocks; 503 if the database fails."""
    try:
        status, body = await run_in_threadpool(read)
    except SQLAlchemyError as error:
        status, body = 503, {"error": reason_of(error)}
    if isinstance(body, Response):
        return body
    return JSONResponse(body, status, headers=NO_STORE)
