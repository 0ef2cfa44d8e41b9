"""Letters that an address did not take, with when and why; when two people were told of a must-meet"""

import sqlalchemy as sa
from alembic import op

from matchmaker.core.models import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failed_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("fault", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answer", sa.String(length=200), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_mails_address"), ["address"], unique=False)
    with op.batch_alter_table("meeting_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting_requests", schema=None) as batch_op:
        batch_op.drop_column("told_at")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_address"))
        batch_op.drop_column("answer")
        batch_op.drop_column("fault")
        batch_op.drop_column("failed_at")
