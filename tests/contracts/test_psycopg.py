"""What connections to PostgreSQL rely on in psycopg beyond its documented interface."""

import inspect
import socket
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors, waiting
from psycopg.pq import PGconn

from jobs_app.database.postgres import KEEPALIVE_OPTIONS


@pytest.fixture
def silent_socket() -> Iterator[int]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours.fileno()


def test_wait_takes_a_timeout_and_passes_everything_through() -> None:
    assert list(inspect.signature(psycopg.Connection.wait).parameters) == ["self", "gen", "interval", "timeout"]


def test_expired_wait_raises_an_operational_error(silent_socket: int) -> None:
    def read_forever() -> Any:
        while True:
            yield waiting.WAIT_R

    with pytest.raises(errors.OperationalError) as raised:
        waiting.wait(read_forever(), silent_socket, interval=0.001, timeout=0.001)
    assert type(raised.value).__name__ == "_WaitTimeout"


def test_connection_can_be_ended_without_the_server() -> None:
    connection = PGconn.connect_start(b"host=127.0.0.1 port=1")
    connection.finish()
    with pytest.raises(errors.OperationalError, match="closed"):
        _ = connection.socket


@pytest.mark.parametrize("name", [*KEEPALIVE_OPTIONS, "connect_timeout", "options", "application_name"])
def test_connection_parameters_are_known_to_libpq(name: str) -> None:
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    assert name in known


@pytest.mark.parametrize(("code", "name"), [("42P01", "undefinedtable"), ("42703", "undefinedcolumn")])
def test_error_classes_are_named_after_their_condition(code: str, name: str) -> None:
    """The reasons shown to operators are found by these names."""
    assert errors.lookup(code).__name__.lower() == name
