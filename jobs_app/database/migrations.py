"""Bringing a database's schema up to date. The steps themselves are in the folder `alembic`."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from alembic import command
from jobs_app.database import open_database
from jobs_app.database.private_files import sqlite_path

MIGRATION_LOCK = 0x6A6F6273
"""The advisory lock that migrating processes share on PostgreSQL: "jobs" in ASCII."""
LOCK_TIMEOUT_SECONDS = 60.0
"""How long a process waits while another one migrates the same SQLite file."""
PACKAGE = Path(__file__).parents[1]
STEP_FOLDERS = (PACKAGE / "migration_steps", PACKAGE.parent / "alembic")
"""Where the steps are: in an installed package, or in a checkout."""

SchemaState = Literal["current", "empty", "shared", "older", "newer", "foreign", "damaged"]
SCHEMA_PROBLEMS: dict[SchemaState, tuple[str, str]] = {
    "empty": ("the database is empty", "run `jobs migrate`"),
    "shared": (
        "the database has tables, but none of ours",
        "run `jobs migrate` to add them, or set JOBS_DATABASE_URL to another database",
    ),
    "older": ("the database schema is too old for this program", "run `jobs migrate`"),
    "newer": ("the database schema is newer than this program", "install the version that wrote it"),
    "foreign": ("the database has a table named jobs that is not ours", "set JOBS_DATABASE_URL to another database"),
    "damaged": ("the database lost its table of jobs", "restore it, or set JOBS_DATABASE_URL to another database"),
}
"""What can be wrong with a schema, and what to do about it."""


class SchemaError(Exception):
    """A database cannot be used as it is. The message is the reason and the remedy, in one line."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to `revision`; one process does it, others wait and find it done.

    All or nothing: a step that fails leaves the database as it was.
    """
    with _exclusive_transaction(url) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to `revision`, `base` being the empty one."""
    with _exclusive_transaction(url) as connection:
        command.downgrade(_config(connection), revision)


def schema_problem(engine: Engine) -> str | None:
    """Why the schema of a database does not fit this program, in plain words; None if it does."""
    state = _state(engine)
    return None if state == "current" else SCHEMA_PROBLEMS[state][0]


def prepare(url: str) -> None:
    """Make sure that a database can be used; raises SchemaError.

    SQLite files are brought up to date; on PostgreSQL that is left to an operator.
    """
    engine = open_database(url)
    try:
        state = _state(engine)
        if engine.dialect.name == "sqlite" and state in ("empty", "older"):
            upgrade(url)
            state = _state(engine)
    finally:
        engine.dispose()
    if state != "current":
        raise SchemaError(": ".join(SCHEMA_PROBLEMS[state]))


def check(url: str) -> None:
    """Make sure that a database can be read as it is; raises SchemaError. Creates and changes nothing."""
    path = sqlite_path(url)
    if path and not path.exists():
        raise SchemaError("there is no database yet: run `jobs migrate`")
    engine = open_database(url)
    try:
        state = _state(engine)
    finally:
        engine.dispose()
    if state != "current":
        raise SchemaError(": ".join(SCHEMA_PROBLEMS[state]))


def _state(engine: Engine) -> SchemaState:
    with engine.connect() as connection:
        stored = set(MigrationContext.configure(connection).get_current_heads())
        has_jobs = inspect(connection).has_table("jobs")
        others = inspect(connection).get_table_names()
    steps = ScriptDirectory.from_config(_config())
    if not stored:
        return "foreign" if has_jobs else "shared" if others else "empty"
    if not stored <= {step.revision for step in steps.walk_revisions()}:
        return "newer"
    if stored != set(steps.get_heads()):
        return "older"
    return "current" if has_jobs else "damaged"


@contextmanager
def _exclusive_transaction(url: str) -> Generator[Connection]:
    """A transaction that excludes other migrations."""
    engine = open_database(url, busy_timeout=LOCK_TIMEOUT_SECONDS, answer_timeout=None)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN EXCLUSIVE")
            else:
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            yield connection
            connection.commit()
    finally:
        engine.dispose()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    folder = next((folder for folder in STEP_FOLDERS if (folder / "env.py").exists()), STEP_FOLDERS[0])
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
