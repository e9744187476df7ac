"""Ids and sort keys in URLs: every stored value has its own encoding."""

import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.dialects import sqlite

from jobs_app.database.ids import decoded_value
from jobs_app.database.models import JOBS
from jobs_app.jobs.ids import HEX_PREFIX, ROW_PREFIX, encoded, is_plain

stored = some.binary(max_size=60) | some.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))


def decoded(encoding: str) -> bytes:
    """The bytes that SQLite would compare with."""
    compiled = decoded_value(encoding, JOBS.c.id, on_sqlite=True).compile(dialect=sqlite.dialect())
    (value,) = compiled.params.values()
    return bytes(value)


@given(stored)
def test_encoded_id_decodes_to_the_stored_value(value: bytes) -> None:
    assert decoded(encoded(value)) == value


@given(stored, stored)
def test_different_ids_are_encoded_differently(first: bytes, second: bytes) -> None:
    assert (encoded(first) == encoded(second)) == (first == second)


@given(stored)
def test_encoded_id_survives_a_url(value: bytes) -> None:
    encoding = encoded(value)
    assert unquote(quote(encoding, safe=""), errors="strict") == encoding
    assert "\0" not in encoding
    assert encoding not in ("", ".", "..")


@pytest.mark.parametrize("job_id", ["7c0a-1", "a/b", "ünï", "with space", "<b>", "100%", "~home"])
def test_ordinary_ids_are_not_encoded(job_id: str) -> None:
    assert encoded(job_id) == encoded(job_id.encode()) == job_id
    assert is_plain(job_id)


@pytest.mark.parametrize("odd", [b"\xff", b"", b"..", "~hex:61", "~row:1", "a\0b", "\ud800", 17])
def test_unusual_ids_are_encoded(odd: str | bytes | int) -> None:
    assert re.fullmatch(f"{HEX_PREFIX}([0-9a-f]{{2}})*|{ROW_PREFIX}[0-9]+", encoded(odd))
    assert not is_plain(encoded(odd))
