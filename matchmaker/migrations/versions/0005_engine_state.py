"""Which encoder's readings serve and which are wanted; the encoder that has read most serves at first"""

import sqlalchemy as sa
from alembic import op

from matchmaker.core.models import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FILL = """
INSERT INTO engine_state (id, serving, wanted, fault, changed_at)
SELECT 1, encoder, encoder, '{}', max(embedded_at) FROM index_entries GROUP BY encoder ORDER BY count(*) DESC LIMIT 1
"""


def upgrade() -> None:
    op.create_table(
        "engine_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serving", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.String(length=200), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engine_state")),
    )
    op.execute(FILL)
