"""Whether this process can show jobs: its database, the schema of it, and the Redis of the sessions."""
# pyright: reportUnknownMemberType=false

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobs_app.database.errors import reason_of
from jobs_app.database.migrations import schema_problem
from jobs_app.jobs.filters import JobFilter
from jobs_app.polling.shared_reads import SharedReads
from jobs_app.queries import read_job_list
from jobs_app.settings.urls import with_redis_timeouts

REDIS_TIMEOUT_SECONDS = 5
MAX_AGE_SECONDS = 1.0
"""How old an answer may be: probes of many load balancers cost one read a second."""


class Readiness:
    """Checks in a thread of its own, so that no other load makes the process look broken.

    `engine` is to be its own too; `redis_url` is that of the sessions, if they are in a Redis.
    """

    def __init__(self, engine: Engine, redis_url: str = "") -> None:
        executor = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self._checks = SharedReads[None, str | None](lambda _: _problem(engine, redis_url), lambda _: executor)

    async def problem(self) -> str | None:
        """Why the process is not ready, in plain words; None if it is."""
        return (await self._checks.answer(None, MAX_AGE_SECONDS)).answer


def _problem(engine: Engine, redis_url: str) -> str | None:
    try:
        if found := schema_problem(engine) or _problem_of_redis(redis_url):
            return found
        read_job_list(engine, JobFilter(size=1), datetime.now(UTC))  # As the list does: it needs its own privileges.
    except SQLAlchemyError as error:
        return reason_of(error)
    return None


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
