"""An index of the jobs of one type and target by their ends: how long they usually take."""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE_ENDED = """(CASE WHEN completed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ]*'
    AND completed_at >= '0001-01-02'
    THEN coalesce(strftime('%Y-%m-%d %H:%M:%f', completed_at),
    strftime('%Y-%m-%d %H:%M:%f', substr(completed_at, 1, 19)), '') ELSE '' END)"""
POSTGRESQL_ENDED = """(CASE WHEN completed_at >= '0001-01-01 00:00:00+00'
    AND completed_at < '10000-01-01 00:00:00+00' THEN completed_at ELSE '-infinity' END)"""


def upgrade() -> None:
    ended = SQLITE_ENDED if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_ENDED
    keys = f"status, job_type, substr(coalesce(target, ''), 1, 200), {ended}"
    op.execute(sa.DDL(f"CREATE INDEX ix_jobs_alike ON jobs ({keys.replace('%', '%%')})"))


def downgrade() -> None:
    op.drop_index("ix_jobs_alike", "jobs")
