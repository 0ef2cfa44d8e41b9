"""Readings hold several pieces and their language; those of the older engine are made anew"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("index_entries") as batch_op:
        batch_op.add_column(sa.Column("lang", sa.String(length=5), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("pieces", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE index_entries SET content_hash = ''")
