"""What was recommended is kept as it was, and so are the weights that were learned from answers"""

import sqlalchemy as sa
from alembic import op

from matchmaker.core.models import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IN_USE = sa.text("state = 'in_use'")


def upgrade() -> None:
    op.create_table(
        "recommendation_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("own_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("contributions", "bridges", "pair", "reasons", "heads", "engine")
        ),
        sa.ForeignKeyConstraint(
            ["own_id"], ["postings.id"], name=op.f("fk_recommendation_records_own_id_postings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["postings.id"], name=op.f("fk_recommendation_records_other_id_postings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_records")),
    )
    with op.batch_alter_table("recommendation_records") as batch_op:
        batch_op.create_index("ix_recommendation_records_pair", ["own_id", "other_id"])
        batch_op.create_index(op.f("ix_recommendation_records_other_id"), ["other_id"])
    op.create_table(
        "fusion_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("encoder", sa.String(length=200), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("values", "learned_from", "figures")),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("adopted_at", UtcDateTime(), nullable=True),
        sa.Column("adopted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["adopted_by"], ["users.id"], name=op.f("fk_fusion_versions_adopted_by_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fusion_versions")),
        sa.UniqueConstraint("version", name=op.f("uq_fusion_versions_version")),
    )
    with op.batch_alter_table("fusion_versions") as batch_op:
        batch_op.create_index(
            "ix_fusion_versions_in_use", ["encoder"], unique=True, sqlite_where=IN_USE, postgresql_where=IN_USE
        )
