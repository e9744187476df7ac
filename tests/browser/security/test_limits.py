"""What one client may take of a real server."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import insert
from websockets.exceptions import ConnectionClosed

from jobs_app.dashboard.refresh import Refresh
from jobs_app.database.models import JOB_LOG
from jobs_app.server.connection_limits import TRY_AGAIN_LATER, MaxConnections
from jobs_app.server.open_files import raised_file_limit
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.browser.security.raw_client import raw_client
from tests.support.waiting import DEADLINE_SECONDS, wait_for

Serve = Callable[..., Server]
HALF_SENT = 1_100
"""More than the requests that the server took at a time by default."""
SLOW_READERS, DOWNLOADS = 6, 4
LOG_BYTES = 60_000_000
MAX_GROWTH_BYTES = 30_000_000
PAUSED = '"mode_rx_state_":"paused"'
PAUSE = f"{Refresh.get_full_name()}.pause"


def test_websockets_beyond_those_of_a_client_are_closed(serve: Serve) -> None:
    server = serve(max_connections_per_client=5)
    with ExitStack() as stack:
        clients = [stack.enter_context(raw_client(server)) for _ in range(5)]
        with pytest.raises(ConnectionClosed) as closed, raw_client(server):
            pass
        assert closed.value.rcvd
        assert closed.value.rcvd.code == TRY_AGAIN_LATER
        clients[0].socket.close()
        wait_for(lambda: can_connect(server), "a place that is free again")
    assert MaxConnections() == MaxConnections(total=500, per_client=20)


def test_page_says_that_the_server_is_full_and_recovers(serve: Serve, open_page: Callable[[str], Screen]) -> None:
    server = serve(max_connections_per_client=1, poll_interval_seconds=2)
    first = open_page(f"{server.url}/jobs").ready()
    page = open_page(f"{server.url}/jobs")
    expect(page.refresh).to_contain_text("the server has too many connections")
    assert page.fact("state") == "offline"
    first.page.close()
    wait_for(lambda: page.fact("state") == "live", "a page that comes back")


def can_connect(server: Server) -> bool:
    try:
        with raw_client(server):
            return True
    except ConnectionClosed:
        return False


@contextmanager
def half_sent_requests(server: Server, number: int) -> Iterator[list[socket.socket]]:
    raised_file_limit()
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(number)]
        for each in sockets:
            each.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        yield sockets


@pytest.fixture
def patient_server(built: None, tmp_path: Path, sqlite_database_url: str) -> Iterator[Server]:
    server = Server(tmp_path, sqlite_database_url).wait_for_heads_of_requests(2 * DEADLINE_SECONDS).start()
    yield server
    server.stop()


def test_half_sent_requests_stop_nobody(patient_server: Server) -> None:
    with half_sent_requests(patient_server, HALF_SENT) as sockets:
        assert httpx.get(f"{patient_server.url}/api/jobs", timeout=DEADLINE_SECONDS).status_code == 200
        sockets[-1].setblocking(False)
        with pytest.raises(BlockingIOError):
            sockets[-1].recv(1)  # It was answered while they were open.


def test_half_sent_requests_are_ended(serve: Serve) -> None:
    with half_sent_requests(serve(), 20) as sockets:
        for each in sockets:
            each.settimeout(DEADLINE_SECONDS)
            while each.recv(1_000):
                pass


def test_only_http_1_is_spoken(serve: Serve) -> None:
    with socket.create_connection(("127.0.0.1", serve().port), DEADLINE_SECONDS) as client:
        client.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
        assert client.recv(100)[:9] in (b"", b"HTTP/1.1 ")


@pytest.fixture
def impatient_server(built: None, tmp_path: Path, sqlite_database_url: str) -> Iterator[Server]:
    server = Server(tmp_path, sqlite_database_url).give_up_on_stalled_clients_after(10).start()
    yield server
    server.stop()


@pytest.mark.own_server
def test_slow_readers_hold_little_and_not_for_long(impatient_server: Server, jobs: Jobs) -> None:
    (job,) = jobs.add(status="completed")
    with jobs.engine.begin() as connection:
        row = {"job_id": job, "first_line": 1, "line_count": 1, "text": "x" * LOG_BYTES}
        connection.execute(insert(JOB_LOG).values(**row))
    server = impatient_server
    before = server.memory()
    request = f"GET /api/jobs/{job}/log/text HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with ExitStack() as stack:
        answers = list[bytes]()
        for _ in range(SLOW_READERS):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            reader.connect(("127.0.0.1", server.port))
            reader.settimeout(DEADLINE_SECONDS)
            reader.sendall(request)
            answers.append(reader.recv(12))
        assert answers == [b"HTTP/1.1 200"] * DOWNLOADS + [b"HTTP/1.1 503"] * (SLOW_READERS - DOWNLOADS)
        assert server.memory() - before < MAX_GROWTH_BYTES
        wait_for(lambda: is_downloaded(server, job), "a download after the slow ones have ended")


def is_downloaded(server: Server, job: str) -> bool:
    got = httpx.get(f"{server.url}/api/jobs/{job}/log/text", timeout=DEADLINE_SECONDS)
    return got.status_code == 200 and len(got.content) == LOG_BYTES + 1


def test_token_without_its_cookie_opens_no_session(serve: Serve) -> None:
    server = serve()
    cookie, other = (httpx.get(f"{server.url}/jobs").headers["set-cookie"].partition(";")[0] for _ in range(2))
    with raw_client(server, watching=True, cookie=cookie) as owner:
        owner.event(PAUSE, {"paused": True})
        owner.hear(PAUSED)
        token = owner.token
    for thief_cookie in (other, ""):
        with raw_client(server, token, watching=True, cookie=thief_cookie) as thief:
            thief.event(PAUSE, {"paused": False})
            thief.hear('"mode_rx_state_":""')
    with raw_client(server, token, watching=PAUSED, cookie=cookie):
        pass  # The owner finds its own state again.
