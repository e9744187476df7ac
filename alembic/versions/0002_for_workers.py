"""Which jobs wait for the workers, and not for the program that wrote them."""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("for_workers", sa.Integer()))


def downgrade() -> None:
    op.drop_column("jobs", "for_workers")
