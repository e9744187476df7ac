"""Every connection to a queue has a time limit."""

import socket
from collections.abc import Iterator

import pytest

from jobs_app.worker import queue as queue_module
from jobs_app.worker.queue import JobQueue, QueueError


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections and never answers, such as one without TLS that is asked for it."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("scheme", ["redis", "rediss"])
def test_redis_that_never_answers_is_an_error(silent_port: int, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "ANSWER_TIMEOUT_SECONDS", 0.2)
    queue = JobQueue(f"{scheme}://127.0.0.1:{silent_port}/0")
    with pytest.raises(QueueError, match=f"the queue {scheme}://127.0.0.1:{silent_port}/0 cannot be reached"):
        queue.put("job")
    queue.close()


def test_postgresql_that_never_answers_is_an_error(silent_port: int) -> None:
    with pytest.raises(QueueError, match="cannot be reached"):
        JobQueue(f"postgresql://127.0.0.1:{silent_port}/jobs?connect_timeout=2")
