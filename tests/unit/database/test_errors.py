"""Reasons of database errors: each kind has its own words, and none is called unreachable that answered."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from jobs_app.database.errors import BY_SQLSTATE, OLD_SCHEMA, UNREACHABLE, reason_of


def raised(error: BaseException) -> str:
    return reason_of(DBAPIError("SELECT secret", {}, error))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("42P01", "the database has no jobs table: run `jobs migrate`"),
        ("42703", "the database schema is too old: run `jobs migrate`"),
        ("42501", "the user of the database lacks a privilege"),
        ("42883", "a column of the jobs table has a type that is not ours"),
        ("22P02", "a column of the jobs table has a type that is not ours"),
        ("42809", "the jobs table is a view, or something else that is not a table"),
        ("25006", "the database is read-only"),
        ("53300", "the database has no free connection: its connection limit is reached"),
        ("57014", "the database took too long to answer"),
        ("57P01", "the server of the database shuts down"),
        ("57P05", "the database closed an idle connection"),
        ("3D000", "there is no database of this name on the server"),
        ("08006", "the database cannot be reached"),
        ("0A000", "the database reports an error"),
    ],
)
def test_reason_follows_the_sqlstate(code: str, reason: str) -> None:
    """The message may be in any language."""
    assert raised(errors.lookup(code)("FEHLER: irgendetwas mit connection")) == reason


def test_every_sqlstate_of_the_table_exists() -> None:
    for code in BY_SQLSTATE:
        assert code in ("08", "22", "28") or errors.lookup(code)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ('connection failed: FATAL:  password authentication failed for user "u"', "the database refuses the password"),
        ("connection failed: fe_sendauth: no password supplied", "the database wants a password"),
        (
            'connection failed: FATAL:  database "nope" does not exist',
            "there is no database of this name on the server",
        ),
        (
            'connection failed: connection to server at "h", port 5432 failed: FATAL:  role "x" does not exist',
            "there is no user of this name on the database server",
        ),
        (
            'FATAL:  no pg_hba.conf entry for host "::1", user "u", database "d", no encryption',
            "the database requires TLS, or refuses this user or address",
        ),
        (
            "server does not support SSL, but SSL was required",
            "the database does not offer TLS, which its URL requires",
        ),
        ("SSL error: certificate verify failed", "the TLS certificate of the database is not accepted"),
        ('invalid connection option "nope"', "the database URL has a parameter that does not exist"),
        (
            "FATAL:  sorry, too many clients already",
            "the database has no free connection: its connection limit is reached",
        ),
        (
            "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "the database has no free connection: its connection limit is reached",
        ),
        ("FATAL:  the database system is starting up", "the server of the database starts or shuts down"),
        ('FATAL:  permission denied for database "d"', "the user of the database lacks a privilege"),
        ("failed to resolve host 'nope': [Errno -2] Name or service not known", "the host of the database is unknown"),
        ('could not translate host name "nope" to address', "the host of the database is unknown"),
        ("FATAL:  Dieser Server mag keine Verbindungen (connection)", "the database refuses the connection"),
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', UNREACHABLE),
        ("connection timeout expired", UNREACHABLE),
        ("server closed the connection unexpectedly", UNREACHABLE),
        ("no answer within 10 s", "the database does not answer"),
    ],
)
def test_failed_connection_has_its_own_reason(message: str, reason: str) -> None:
    assert raised(psycopg.OperationalError(message)) == reason


@pytest.mark.parametrize(
    ("url", "statement", "reason"),
    [
        ("sqlite:///{folder}/jobs.db", "SELECT * FROM jobs", "the database has no jobs table: run `jobs migrate`"),
        ("sqlite:///{folder}/jobs.db", "SELECT nope FROM sqlite_schema", OLD_SCHEMA),
        ("sqlite:///{folder}/no/jobs.db", "SELECT 1", "the database file cannot be opened"),
        ("sqlite:///{folder}/text.db", "SELECT * FROM jobs", "the database file is damaged or no SQLite database"),
        ("sqlite:///file:{folder}/jobs.db?mode=ro&uri=true", "CREATE TABLE a (b)", "the database is read-only"),
    ],
)  # fmt: skip
def test_error_of_sqlite_has_its_own_reason(tmp_path: Path, url: str, statement: str, reason: str) -> None:
    (tmp_path / "text.db").write_text("this is no database, but long enough to have a header of sixteen bytes")
    sqlite3.connect(tmp_path / "jobs.db").execute("PRAGMA user_version = 1").close()
    engine = create_engine(url.format(folder=tmp_path))
    with pytest.raises(DBAPIError) as error, engine.begin() as connection:
        connection.execute(text(statement))
    assert reason_of(error.value) == reason
    engine.dispose()


def test_locked_sqlite_is_recognized_by_its_code() -> None:
    error = sqlite3.OperationalError("irgendetwas")
    error.sqlite_errorname = "SQLITE_BUSY_SNAPSHOT"
    assert raised(error) == "the database is locked by another program"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError(), "the database does not answer"),
        (NoFreeConnection(), "too many reads of the database at once"),
        (RuntimeError("secret"), "unexpected error (RuntimeError)"),
        (OperationalError("SELECT secret", {}, Exception("secret")), "the database reports an error"),
    ],
)
def test_reason_never_contains_the_message(error: BaseException, reason: str) -> None:
    assert reason_of(error) == reason
