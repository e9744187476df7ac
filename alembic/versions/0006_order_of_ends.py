"""Ended jobs by their end and id: the order of the list by activity."""

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

POSTGRESQL_KEY = """(CASE WHEN {column} >= '0001-01-01 00:00:00+00' AND {column} < '10000-01-01 00:00:00+00'
    THEN {column} ELSE '-infinity' END)"""


def upgrade() -> None:
    _replace_index(", id")


def downgrade() -> None:
    _replace_index("")


def _replace_index(last: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        ended = "coalesce(nullif(completed_key, ''), created_key)"
    else:
        completed, created = (POSTGRESQL_KEY.format(column=column) for column in ("completed_at", "created_at"))
        ended = f"coalesce(nullif({completed}, '-infinity'), {created})"
    op.drop_index("ix_jobs_status_ended", "jobs")
    op.execute(sa.DDL(f"CREATE INDEX ix_jobs_status_ended ON jobs (status, {ended}{last})"))
