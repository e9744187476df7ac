"""Answers of the HTTP interface: read in threads, errors of the database in plain words."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from jobs_app.database.errors import reason_of
from jobs_app.jobs.safe_output import json_text
from jobs_app.server.bulkheads import Bulkhead, Overloaded

NO_STORE = {"cache-control": "no-store"}
RETRY_AFTER_SECONDS = 2
"""When a request that was refused for the load may succeed."""


class SafeJSONResponse(JSONResponse):
    """JSON that is safe to print in a terminal."""

    def render(self, content: Any) -> bytes:
        return json_text(content).encode()


Answer = tuple[int, dict[str, Any]]
"""A status with a JSON object."""


async def answer(bulkhead: Bulkhead, read: Callable[[Engine], Answer]) -> Response:
    """The response of a read that blocks; 503 if the database fails, or if too many of its kind are being read."""
    try:
        status, body = await bulkhead.read(read)
    except SQLAlchemyError as error:
        status, body = 503, {"error": reason_of(error)}
    except Overloaded:
        return overloaded()
    return SafeJSONResponse(body, status, headers=NO_STORE)


def refused(reason: str) -> Response:
    """400: what is asked for is not possible, whose answer would be a part of it and look like the whole."""
    return SafeJSONResponse({"error": reason}, 400, headers=NO_STORE)


def overloaded() -> Response:
    """503: the server answers as many requests of this kind as it is willing to."""
    headers = NO_STORE | {"retry-after": str(RETRY_AFTER_SECONDS)}
    return SafeJSONResponse({"error": "too many requests of this kind at once"}, 503, headers=headers)
