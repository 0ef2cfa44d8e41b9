"""The NDA belongs to the deal: an introduction has no step of its own for it any more"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE introductions SET state = 'introduced' WHERE state = 'nda_signed'")


def downgrade() -> None:
    """Which introductions had come to an NDA is not known any more; `introduced` is a state of both editions."""
