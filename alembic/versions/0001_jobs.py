"""The tables of jobs and of the lines they logged."""

from collections.abc import Callable

import sqlalchemy as sa

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PROGRESS = """(CASE
    WHEN progress_percent BETWEEN 0 AND 100 THEN progress_percent
    WHEN progress_percent BETWEEN 100 AND 1e300 THEN 100.0
    WHEN progress_percent BETWEEN -1e300 AND 0 THEN 0.0
    WHEN total_count BETWEEN 1 AND 1e300 AND processed_count BETWEEN 0 AND total_count
    THEN 100.0 * processed_count / total_count
    WHEN total_count BETWEEN 1 AND 1e300 AND processed_count BETWEEN total_count AND 1e300 THEN 100.0
    WHEN total_count BETWEEN 1 AND 1e300 AND processed_count BETWEEN -1e300 AND 0 THEN 0.0
    ELSE -1.0 END)"""

LOG_GOES_WITH_ITS_JOB = """
    CREATE TRIGGER jobs_delete_log AFTER DELETE ON jobs
    BEGIN
        DELETE FROM job_log WHERE job_id = OLD.id;
    END
"""
"""Other programs open SQLite with foreign keys switched off: the cascade alone would leave the log behind."""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    _create_tables(sa.Text() if on_sqlite else sa.DateTime(timezone=True))
    if on_sqlite:
        op.execute(LOG_GOES_WITH_ITS_JOB)
    _create_indexes(_sqlite_key if on_sqlite else _postgresql_key, _sqlite_took if on_sqlite else _postgresql_took)


def downgrade() -> None:
    op.drop_table("job_log")
    op.drop_table("jobs")


def _create_tables(moment: sa.Text | sa.DateTime) -> None:
    now = sa.text("CURRENT_TIMESTAMP")
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(200), primary_key=True, nullable=False),
        sa.Column("job_type", sa.String(200), nullable=False),
        sa.Column("status", sa.String(50), nullable=False),
        sa.Column("target", sa.Text()),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0")),
        sa.Column("created_at", moment, server_default=now),
        sa.Column("started_at", moment),
        sa.Column("completed_at", moment),
        sa.Column("progress_percent", sa.Float()),
        sa.Column("processed_count", sa.BigInteger()),
        sa.Column("total_count", sa.BigInteger()),
        sa.Column("item_unit", sa.Text()),
        sa.Column("error_message", sa.Text()),
        sa.Column("error_traceback", sa.Text()),
        sa.Column("summary_json", sa.Text()),
        sa.Column("worker", sa.Text()),
        sa.Column("attempt", sa.Integer(), server_default=sa.text("0")),
        sa.Column("heartbeat_at", moment),
        sa.Column("updated_at", moment, server_default=now),
        sa.Column("lost_after_seconds", sa.Integer()),
    )
    op.create_table(
        "job_log",
        sa.Column("job_id", sa.String(200), sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("first_line", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )


def _create_indexes(key: Callable[[str], str], took: Callable[[str, str], str]) -> None:
    created, started, completed = key("created_at"), key("started_at"), key("completed_at")
    for name, keys in {
        "created": created,
        "status_created": f"status, {created}",
        "status_started": f"status, {started}",
        "status_completed": f"status, {completed}",
        "status_took": f"status, {took(started, completed)}",
        "status_target": "status, substr(coalesce(target, ''), 1, 200)",
        "status_progress": f"status, {PROGRESS}",
        "status_type": f"status, job_type, {created}",
    }.items():
        op.execute(sa.DDL(f"CREATE INDEX ix_jobs_{name} ON jobs ({keys.replace('%', '%%')}, id)"))


def _sqlite_key(column: str) -> str:
    date = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ]*"
    key = f"strftime('%Y-%m-%d %H:%M:%f', {column})"
    without_offset = f"strftime('%Y-%m-%d %H:%M:%f', substr({column}, 1, 19))"
    return (
        f"(CASE WHEN {column} GLOB '{date}' AND {column} >= '0001-01-02' "
        f"THEN coalesce({key}, {without_offset}, '') ELSE '' END)"
    )


def _postgresql_key(column: str) -> str:
    readable = f"{column} >= '0001-01-01 00:00:00+00' AND {column} < '10000-01-01 00:00:00+00'"
    return f"(CASE WHEN {readable} THEN {column} ELSE '-infinity' END)"


def _sqlite_took(started: str, completed: str) -> str:
    return f"coalesce(max(0.0, round((julianday({completed}) - julianday({started})) * 86400.0, 3)), -1.0)"


def _postgresql_took(started: str, completed: str) -> str:
    seconds = f"CAST(EXTRACT(EPOCH FROM {completed} - {started}) AS double precision)"
    known = f"isfinite({started}) AND isfinite({completed})"
    return f"coalesce((CASE WHEN {known} THEN greatest(0.0, {seconds}) END), -1.0)"
