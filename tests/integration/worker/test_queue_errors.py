"""What is told about a queue that cannot be used: never a password, and to viewers of a job not even where it is."""

import logging

import pytest
from sqlalchemy import Engine

from jobs_app.database.postgres import OperationalError
from jobs_app.queries import read_job
from jobs_app.worker.queue import JobQueue, QueueError, enqueue

URLS = [
    "redis://127.0.0.1:1/0?password=SECRET",
    "redis://:SECRET@127.0.0.1:1/0",
    "redis://user:SECRET@127.0.0.1:1/0",
    "unix://:SECRET@/nowhere/redis.sock",
    "postgresql://user:SECRET@127.0.0.1:1/jobs",
    "postgresql://user:SECRET%zz@127.0.0.1:1/jobs",
    "postgresql://user@127.0.0.1:1/jobs?password=SECRET",
    "postgresql://user@127.0.0.1:1/jobs?SECRET=1",
    "postgresql://user:pass@127.0.0.1:SECRET/jobs",
]


@pytest.mark.parametrize("url", URLS)
def test_unusable_queue_is_named_without_secrets(database: Engine, url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(QueueError) as failure:
        JobQueue(url).put("a")
    assert str(failure.value).startswith(f"the queue {url.partition('://')[0]}://")
    assert "\n" not in str(failure.value)
    assert "SECRET" not in str(failure.value) + caplog.text


def test_error_of_a_job_does_not_say_where_the_queue_is(database: Engine, redis_url: str) -> None:
    queue = JobQueue(redis_url)

    def fail(*_: object) -> None:
        raise OperationalError("connection to 10.1.2.3 failed: SECRET")

    queue.huey.storage.enqueue = fail
    with pytest.raises(
        QueueError, match=r"^the queue redis://[^ ]+ cannot be reached: the database cannot be reached$"
    ):
        enqueue("scan", engine=database, queue=queue, job_id="a")
    found = read_job(database, "a")
    assert found
    assert (found.status, found.error) == ("failed", "the queue cannot be reached")
    queue.close()
