"""Technology-transfer deals"""

import sqlalchemy as sa
from alembic import op

from matchmaker.core.models import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("region", sa.String(length=5), nullable=False),
        sa.Column("sector", sa.String(length=10), nullable=False),
        sa.Column("trl", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("cost_minor", sa.JSON(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("capability_id", sa.Integer(), nullable=True),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("reason_note", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("seed_key", sa.String(length=60), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["capability_id"], ["postings.id"], name=op.f("fk_deals_capability_id_postings")),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introductions.id"], name=op.f("fk_deals_introduction_id_introductions")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["session_meetings.id"], name=op.f("fk_deals_meeting_id_session_meetings")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["postings.id"], name=op.f("fk_deals_need_id_postings")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["users.id"], name=op.f("fk_deals_officer_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["organisations.id"], name=op.f("fk_deals_provider_id_organisations")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["organisations.id"], name=op.f("fk_deals_recipient_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["recommendation_records.id"],
            name=op.f("fk_deals_record_id_recommendation_records"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["innovation_sessions.id"], name=op.f("fk_deals_session_id_innovation_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
        sa.UniqueConstraint("form_token", name=op.f("uq_deals_form_token")),
        sa.UniqueConstraint("introduction_id", name=op.f("uq_deals_introduction_id")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_deals_meeting_id")),
        sa.UniqueConstraint("seed_key", name=op.f("uq_deals_seed_key")),
    )
    op.create_index("ix_deals_board", "deals", ["stage", "moved_at"], unique=False)
    op.create_index(op.f("ix_deals_capability_id"), "deals", ["capability_id"], unique=False)
    op.create_index(op.f("ix_deals_need_id"), "deals", ["need_id"], unique=False)
    op.create_index(op.f("ix_deals_officer_id"), "deals", ["officer_id"], unique=False)
    op.create_index(op.f("ix_deals_provider_id"), "deals", ["provider_id"], unique=False)
    op.create_index(op.f("ix_deals_recipient_id"), "deals", ["recipient_id"], unique=False)
    op.create_index(op.f("ix_deals_region"), "deals", ["region"], unique=False)
    op.create_index(op.f("ix_deals_session_id"), "deals", ["session_id"], unique=False)
    op.create_table(
        "deal_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.id"], name=op.f("fk_deal_documents_deal_id_deals"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_documents")),
        sa.UniqueConstraint("deal_id", "name", name=op.f("uq_deal_documents_deal_id")),
    )
    op.create_table(
        "deal_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("from_stage", sa.String(length=20), nullable=False),
        sa.Column("to_stage", sa.String(length=20), nullable=False),
        sa.Column("verb", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.id"], name=op.f("fk_deal_moves_deal_id_deals"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_deal_moves_user_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_moves")),
    )
    op.create_index("ix_deal_moves_deal", "deal_moves", ["deal_id", "at"], unique=False)
    op.create_table(
        "deal_people",
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("is_signatory", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.id"], name=op.f("fk_deal_people_deal_id_deals"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_deal_people_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deal_id", "user_id", name=op.f("pk_deal_people")),
    )
    op.create_index(op.f("ix_deal_people_user_id"), "deal_people", ["user_id"], unique=False)
    op.create_table(
        "disclosure_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("what_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.id"], name=op.f("fk_disclosure_openings_deal_id_deals"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_disclosure_openings_user_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_openings")),
    )
    op.create_index("ix_disclosure_openings_deal", "disclosure_openings", ["deal_id", "at"], unique=False)
    op.create_table(
        "ndas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("ends_with_deal", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_ndas_deal_id_deals"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_ndas_made_by_users"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["provider_id"], ["organisations.id"], name=op.f("fk_ndas_provider_id_organisations")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["organisations.id"], name=op.f("fk_ndas_recipient_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ndas")),
    )
    op.create_index(op.f("ix_ndas_deal_id"), "ndas", ["deal_id"], unique=False)
    op.create_table(
        "deal_document_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["deal_documents.id"],
            name=op.f("fk_deal_document_versions_document_id_deal_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_deal_document_versions_user_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_document_versions")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_deal_document_versions_document_id")),
    )
    op.create_table(
        "nda_acceptances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nda_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nda_id"], ["ndas.id"], name=op.f("fk_nda_acceptances_nda_id_ndas"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_nda_acceptances_user_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nda_acceptances")),
        sa.UniqueConstraint("nda_id", "side", name=op.f("uq_nda_acceptances_nda_id")),
    )
    op.create_table(
        "deal_document_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_deal_document_signatures_user_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["deal_document_versions.id"],
            name=op.f("fk_deal_document_signatures_version_id_deal_document_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_document_signatures")),
        sa.UniqueConstraint("version_id", "side", name=op.f("uq_deal_document_signatures_version_id")),
    )


def downgrade() -> None:
    op.drop_table("deal_document_signatures")
    op.drop_table("nda_acceptances")
    op.drop_table("deal_document_versions")
    op.drop_table("ndas")
    op.drop_table("disclosure_openings")
    op.drop_table("deal_people")
    op.drop_table("deal_moves")
    op.drop_table("deal_documents")
    op.drop_table("deals")
