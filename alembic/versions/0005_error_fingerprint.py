"""Failed jobs in groups: a fingerprint of the error, an index to count groups, and one to find what has none."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQLITE_ENDED = "coalesce(nullif(completed_key, ''), created_key)"
POSTGRESQL_KEY = """(CASE WHEN {column} >= '0001-01-01 00:00:00+00' AND {column} < '10000-01-01 00:00:00+00'
    THEN {column} ELSE '-infinity' END)"""

SQLITE_TRIGGER = """
    CREATE TRIGGER jobs_error_changed AFTER UPDATE OF status, error_message, error_traceback ON jobs
    WHEN NEW.error_fingerprint IS NOT NULL AND (NEW.status <> 'failed'
        OR (NEW.error_fingerprint IS OLD.error_fingerprint AND (NEW.error_message IS NOT OLD.error_message
            OR NEW.error_traceback IS NOT OLD.error_traceback)))
    BEGIN
        UPDATE jobs SET error_fingerprint = NULL WHERE rowid = NEW.rowid;
    END
"""
POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION jobs_error_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.error_fingerprint := NULL;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER jobs_error_changed BEFORE UPDATE OF status, error_message, error_traceback ON jobs FOR EACH ROW
    WHEN (NEW.error_fingerprint IS NOT NULL AND (NEW.status <> 'failed'
        OR (NEW.error_fingerprint IS NOT DISTINCT FROM OLD.error_fingerprint
            AND (NEW.error_message IS DISTINCT FROM OLD.error_message
                OR NEW.error_traceback IS DISTINCT FROM OLD.error_traceback))))
    EXECUTE FUNCTION jobs_error_changed()
    """,
)
"""Only failed jobs have a fingerprint, and one of their present error: writers need not know of it."""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("jobs", sa.Column("error_fingerprint", sa.String(64)))
    completed, created = (POSTGRESQL_KEY.format(column=column) for column in ("completed_at", "created_at"))
    ended = SQLITE_ENDED if on_sqlite else f"coalesce(nullif({completed}, '-infinity'), {created})"
    included = "" if on_sqlite else "INCLUDE (completed_at, created_at) "
    op.execute(
        f"CREATE INDEX ix_jobs_error ON jobs (error_fingerprint, job_type, {ended}) {included}"
        "WHERE error_fingerprint IS NOT NULL"
    )
    op.execute(
        f"CREATE INDEX ix_jobs_error_new ON jobs (error_fingerprint, status, {ended}) "
        "WHERE error_fingerprint IS NULL AND status = 'failed'"
    )
    for trigger in (SQLITE_TRIGGER,) if on_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(sa.DDL(trigger))


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER jobs_error_changed" if on_sqlite else "DROP TRIGGER jobs_error_changed ON jobs")
    if not on_sqlite:
        op.execute("DROP FUNCTION jobs_error_changed")
    for name in ("ix_jobs_error", "ix_jobs_error_new"):
        op.drop_index(name, "jobs")
    op.drop_column("jobs", "error_fingerprint")
