"""Whether a database can be written: a standby, a role with fewer privileges and a read-only file cannot."""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from jobs_app.database.errors import NO_PRIVILEGE, READ_ONLY, reason_of

POSTGRESQL_CHECK = text(
    """SELECT current_setting('transaction_read_only') = 'on' AS read_only,
    has_table_privilege('jobs', 'UPDATE') AND has_table_privilege('job_log', 'INSERT') AS privileged"""
)


def write_problem(engine: Engine) -> str | None:
    """Why jobs cannot be written, in plain words; None if they can. Writes nothing.

    Raises what the database raises for other reasons.
    """
    with engine.connect() as connection:
        return (_problem_of_sqlite if engine.dialect.name == "sqlite" else _problem_of_postgresql)(connection)


def _problem_of_sqlite(connection: Connection) -> str | None:
    try:
        connection.exec_driver_sql("UPDATE jobs SET id = id WHERE 0")
    except DBAPIError as error:
        return READ_ONLY if reason_of(error) == READ_ONLY else None  # One that is locked can be written later.
    connection.rollback()
    return None


def _problem_of_postgresql(connection: Connection) -> str | None:
    row = connection.execute(POSTGRESQL_CHECK).one()
    if row.read_only:
        return READ_ONLY
    return None if row.privileged else NO_PRIVILEGE
