"""Sort keys that parse every form of a time on SQLite; jobs by the time they ended; when jobs last progressed."""

from collections.abc import Callable

import sqlalchemy as sa

from alembic import op
from jobs_app.database.sqlite_times import sqlite_time_key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIMES = ("created", "started", "completed", "heartbeat", "updated", "progressed")

FORMER_SQLITE_KEY = """(CASE WHEN {column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ]*'
    AND {column} >= '0001-01-02'
    THEN coalesce(strftime('%Y-%m-%d %H:%M:%f', {column}),
    strftime('%Y-%m-%d %H:%M:%f', substr({column}, 1, 19)), '') ELSE '' END)"""

POSTGRESQL_KEY = """(CASE WHEN {column} >= '0001-01-01 00:00:00+00' AND {column} < '10000-01-01 00:00:00+00'
    THEN {column} ELSE '-infinity' END)"""

SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER jobs_progressed AFTER UPDATE OF processed_count, progress_percent ON jobs
    WHEN (NEW.processed_count > coalesce(OLD.processed_count, 0)
        OR NEW.progress_percent > coalesce(OLD.progress_percent, 0)) AND NEW.progressed_at IS OLD.progressed_at
    BEGIN
        UPDATE jobs SET progressed_at = CURRENT_TIMESTAMP WHERE id = NEW.id;
    END
    """,
    """
    CREATE TRIGGER jobs_logged AFTER INSERT ON job_log
    BEGIN
        UPDATE jobs SET progressed_at = CURRENT_TIMESTAMP
        WHERE id = NEW.job_id AND status = 'running' AND progressed_at IS NOT CURRENT_TIMESTAMP;
    END
    """,
)

POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION jobs_progressed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (NEW.processed_count > coalesce(OLD.processed_count, 0)
            OR NEW.progress_percent > coalesce(OLD.progress_percent, 0))
            AND NEW.progressed_at IS NOT DISTINCT FROM OLD.progressed_at
        THEN
            NEW.progressed_at := now();
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER jobs_progressed BEFORE UPDATE OF processed_count, progress_percent ON jobs
    FOR EACH ROW EXECUTE FUNCTION jobs_progressed()
    """,
    """
    CREATE FUNCTION jobs_logged() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        EXECUTE format(
            'UPDATE %I.jobs SET progressed_at = now() WHERE id IN (SELECT job_id FROM added)'
            ' AND status = ''running'' AND progressed_at IS DISTINCT FROM now()', TG_TABLE_SCHEMA);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER jobs_logged AFTER INSERT ON job_log REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_logged()
    """,
)
"""`jobs_logged` runs with the rights of its owner and names the schema: a program that may only add lines to a log, or
that has another search path, must not fail."""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("jobs", sa.Column("progressed_at", sa.Text() if on_sqlite else sa.DateTime(timezone=True)))
    op.execute("UPDATE jobs SET progressed_at = CURRENT_TIMESTAMP WHERE status = 'running'")
    if on_sqlite:
        for name in TIMES:
            key = sqlite_time_key(f"{name}_at")
            _execute(f"ALTER TABLE jobs ADD COLUMN {name}_key TEXT GENERATED ALWAYS AS ({key}) VIRTUAL")
        _replace_indexes("{}_key".format)
        _create_ended_indexes("coalesce(nullif(completed_key, ''), created_key)")
    else:
        completed, created = (POSTGRESQL_KEY.format(column=column) for column in ("completed_at", "created_at"))
        _create_ended_indexes(f"coalesce(nullif({completed}, '-infinity'), {created})")
    for trigger in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        _execute(trigger)


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, name in (("jobs", "jobs_progressed"), ("job_log", "jobs_logged")):
        _execute(f"DROP TRIGGER {name}" if on_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not on_sqlite:
            _execute(f"DROP FUNCTION {name}")
    for name in ("status_ended", "type_ended"):
        op.drop_index(f"ix_jobs_{name}", "jobs")
    if on_sqlite:
        _replace_indexes(lambda name: FORMER_SQLITE_KEY.format(column=f"{name}_at"))
        for name in TIMES:
            _execute(f"ALTER TABLE jobs DROP COLUMN {name}_key")
    op.drop_column("jobs", "progressed_at")


def _replace_indexes(key: Callable[[str], str]) -> None:
    """Create SQLite's indexes on times anew, with the keys that `key` makes of their names."""
    created, started, completed = key("created"), key("started"), key("completed")
    took = f"coalesce(max(0.0, round((julianday({completed}) - julianday({started})) * 86400.0, 3)), -1.0)"
    for name, keys in {
        "created": f"{created}, id",
        "status_created": f"status, {created}, id",
        "status_started": f"status, {started}, id",
        "status_completed": f"status, {completed}, id",
        "status_took": f"status, {took}, id",
        "status_type": f"status, job_type, {created}, id",
        "alike": f"status, job_type, substr(coalesce(target, ''), 1, 200), {completed}",
    }.items():
        op.drop_index(f"ix_jobs_{name}", "jobs")
        _execute(f"CREATE INDEX ix_jobs_{name} ON jobs ({keys})")


def _create_ended_indexes(ended: str) -> None:
    _execute(f"CREATE INDEX ix_jobs_status_ended ON jobs (status, {ended})")
    _execute(f"CREATE INDEX ix_jobs_type_ended ON jobs (status, job_type, {ended})")


def _execute(statement: str) -> None:
    """Run a statement as it is: colons and percent signs in it have no meaning."""
    op.execute(sa.DDL(statement.replace("%", "%%")))
