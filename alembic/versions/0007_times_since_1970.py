"""Sort keys on SQLite that read numbers since 1970 as such, also where they begin like a day of the calendar."""

import sqlalchemy as sa

from alembic import op
from jobs_app.database.sqlite_times import sqlite_time_key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIMES = ("created", "started", "completed", "heartbeat", "updated", "progressed")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _replace_keys()


def downgrade() -> None:
    """The former expression had the same columns, and read every other time the same way."""


def _replace_keys() -> None:
    """Virtual columns are no part of the stored rows: only the indexes of them are written again."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'jobs' AND instr(sql, '_key') > 0"
    indexes = op.get_bind().execute(sa.text(query)).all()
    for name, _ in indexes:
        op.drop_index(name, "jobs")
    for name in TIMES:
        _execute(f"ALTER TABLE jobs DROP COLUMN {name}_key")
        _execute(
            f"ALTER TABLE jobs ADD COLUMN {name}_key TEXT GENERATED ALWAYS AS ({sqlite_time_key(f'{name}_at')}) VIRTUAL"
        )
    for _, statement in indexes:
        _execute(statement)


def _execute(statement: str) -> None:
    """Run a statement as it is: colons and percent signs in it have no meaning."""
    op.execute(sa.DDL(statement.replace("%", "%%")))
