"""The queue. A message is a job's id, followed by NUL and the priority unless that is 0."""

import re
import uuid
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, PriorityRedisHuey, SqliteHuey
from redis.exceptions import (
    AuthenticationError,
    AuthenticationWrongNumberOfArgsError,
    BusyLoadingError,
    MaxConnectionsError,
    NoPermissionError,
    ReadOnlyError,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from sqlalchemy import Engine

from jobs_app.database.errors import known_reason
from jobs_app.database.pooler import connect, is_pooled
from jobs_app.database.postgres import postgresql_arguments
from jobs_app.database.private_files import create_private, sqlite_path
from jobs_app.settings.urls import shown_url, with_redis_timeouts
from jobs_app.worker import claims as commands

QUEUE_NAME = "jobs"
ANSWER_TIMEOUT_SECONDS = 10
"""Of Redis, and of its TLS handshake; a fetch waits for a message for one second."""
UNREACHABLE = "the queue cannot be reached"
REDIS_REASONS: dict[type[BaseException], str] = {
    AuthenticationError: "it refuses the password",
    AuthenticationWrongNumberOfArgsError: "it refuses the password",
    NoPermissionError: "its user lacks a permission",
    ReadOnlyError: "it is read-only",
    RedisTimeoutError: "it does not answer",
    RedisConnectionError: "no connection",
    BusyLoadingError: "it is starting",
    MaxConnectionsError: "it has no free connection",
}
MESSAGE_PATTERN = re.compile(r"(.*?)(?:\0(-?\d+))?", re.DOTALL)


class QueueError(Exception):
    """The queue cannot be reached. The message is one line."""


class UnusableQueue(Exception):
    """A queue cannot be used as it is configured. The message is the reason and the remedy."""


class JobQueue:
    """A queue of job ids in SQLite, PostgreSQL or Redis; a higher priority is fetched earlier."""

    def __init__(self, url: str) -> None:
        """Open the queue of a URL; raises QueueError if it cannot be reached."""
        self.url = url
        try:
            self.huey = _open(url)
        except Exception as error:
            raise _unreachable(url, error) from error

    def put(self, job_id: str, priority: int = 0) -> None:
        """Queue a job; raises QueueError."""
        try:
            message = f"{job_id}\0{priority}" if priority else job_id
            self.huey.storage.enqueue(message.encode(), priority)
        except Exception as error:
            raise _unreachable(self.url, error) from error

    def take(self) -> tuple[str, int] | None:
        """Fetch the next job's id and its priority, None if there is none. Blocks for up to a second where the storage
        can wait. Raises what the storage raises."""
        message = self.huey.storage.dequeue()
        return None if message is None else _read(message)

    def __len__(self) -> int:
        return self.huey.storage.queue_size()

    def ids(self) -> set[str]:
        """The ids in the queue; raises what the storage raises."""
        return {_read(message)[0] for message in self.huey.storage.enqueued_items()}

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self.huey.storage.close()
        pool = getattr(self.huey.storage, "pool", None)
        if pool:
            pool.disconnect()


@lru_cache(maxsize=8)
def shared_queue(url: str) -> JobQueue:
    """The one queue of this process for a URL."""
    return JobQueue(url)


def enqueue(
    job_type: str, target: str | None = None, *, engine: Engine, queue: JobQueue, priority: int = 0, job_id: str = ""
) -> str:
    """Insert a queued job and send a message to the workers; returns its id.

    If the queue does not answer, the job is failed and QueueError is raised. A process that dies in between leaves a
    queued job, which a worker's reaper puts into the queue.
    """
    job_id = job_id or str(uuid.uuid4())
    commands.create_queued_job(engine, job_id, job_type, target, priority=priority, now=datetime.now(UTC))
    try:
        queue.put(job_id, priority)
    except QueueError:
        # Whoever opens the page of the job need not learn where the queue is.
        commands.fail_queued_job(engine, job_id, UNREACHABLE, now=datetime.now(UTC))
        raise
    return job_id


def _read(message: bytes) -> tuple[str, int]:
    found = MESSAGE_PATTERN.fullmatch(bytes(message).decode(errors="replace"))
    assert found  # Every text matches.
    return found[1], int(found[2] or 0)


def _open(url: str) -> Huey:
    if url.startswith("sqlite"):
        filename = str(sqlite_path(url) or ":memory:")
        create_private(filename)
        return SqliteHuey(QUEUE_NAME, filename=filename, results=False)
    if url.startswith("postgresql"):
        return _open_postgresql("postgresql://" + url.split("://", 1)[1])
    return PriorityRedisHuey(
        QUEUE_NAME, url=with_redis_timeouts(url, socket_timeout=ANSWER_TIMEOUT_SECONDS), results=False
    )


def _open_postgresql(url: str) -> Huey:
    """Behind a pooler the queue is asked again and again: no notification would arrive."""
    arguments = postgresql_arguments(url, {})
    with connect(psycopg.Connection[Any], url, autocommit=True, **arguments) as connection:
        pooled = is_pooled(connection)
    if not pooled:
        return PostgresHuey(QUEUE_NAME, dsn=url, results=False, **arguments)
    if "options" in arguments:
        raise UnusableQueue(
            "a pooler answers, which does not keep the `options` of the URL: set them for the user instead"
        )
    return PostgresHuey(QUEUE_NAME, dsn=url, results=False, blocking=False, prepare_threshold=None, **arguments)


def _unreachable(url: str, error: Exception) -> QueueError:
    return QueueError(f"the queue {shown_url(url)} cannot be reached: {queue_reason(error)}")


def queue_reason(error: BaseException) -> str:
    """Why a queue cannot be used, in words of ours: those of drivers may repeat a password."""
    if isinstance(error, UnusableQueue):
        return str(error)
    return REDIS_REASONS.get(type(error)) or known_reason(error) or type(error).__name__
