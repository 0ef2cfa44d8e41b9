"""Sessions, their people and requests"""

import sqlalchemy as sa
from alembic import op

from matchmaker.core.models import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "innovation_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("descriptions", sa.JSON(), nullable=False),
        sa.Column("venues", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("region", sa.String(length=5), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("online_url", sa.String(length=300), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("calls_for_pitches", sa.Boolean(), nullable=False),
        sa.Column("registration_until", UtcDateTime(), nullable=True),
        sa.Column("requests_until", UtcDateTime(), nullable=True),
        sa.Column("request_days", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("seed_key", sa.String(length=60), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("announced_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["users.id"], name=op.f("fk_innovation_sessions_officer_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"],
            ["organisations.id"],
            name=op.f("fk_innovation_sessions_organiser_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_innovation_sessions")),
        sa.UniqueConstraint("form_token", name=op.f("uq_innovation_sessions_form_token")),
        sa.UniqueConstraint("seed_key", name=op.f("uq_innovation_sessions_seed_key")),
    )
    op.create_index(op.f("ix_innovation_sessions_region"), "innovation_sessions", ["region"], unique=False)
    op.create_table(
        "session_interpreters",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("languages", sa.String(length=5), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("away", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_session_interpreters_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "languages", name=op.f("pk_session_interpreters")),
    )
    op.create_table(
        "session_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_session_programme_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_programme")),
    )
    op.create_index(op.f("ix_session_programme_session_id"), "session_programme", ["session_id"], unique=False)
    op.create_table(
        "session_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("pause_after", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_session_slots_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_slots")),
        sa.UniqueConstraint("session_id", "starts_at", name=op.f("uq_session_slots_session_id")),
    )
    op.create_index(op.f("ix_session_slots_session_id"), "session_slots", ["session_id"], unique=False)
    op.create_table(
        "session_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("closed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_session_tables_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_tables")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_session_tables_session_id")),
    )
    op.create_index(op.f("ix_session_tables_session_id"), "session_tables", ["session_id"], unique=False)
    op.create_table(
        "session_registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("posting_ids", sa.JSON(), nullable=False),
        sa.Column("absent", sa.JSON(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("is_open_to_others", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("calendar_token", sa.String(length=43), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=True),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("checked_in_at", UtcDateTime(), nullable=True),
        sa.Column("late_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_session_registrations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_session_registrations_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["session_tables.id"],
            name=op.f("fk_session_registrations_table_id_session_tables"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_session_registrations_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_registrations")),
        sa.UniqueConstraint("calendar_token", name=op.f("uq_session_registrations_calendar_token")),
        sa.UniqueConstraint("session_id", "user_id", name=op.f("uq_session_registrations_session_id")),
        sa.UniqueConstraint("token", name=op.f("uq_session_registrations_token")),
    )
    op.create_index(
        op.f("ix_session_registrations_organisation_id"), "session_registrations", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_session_registrations_session_id"), "session_registrations", ["session_id"], unique=False)
    op.create_index(op.f("ix_session_registrations_user_id"), "session_registrations", ["user_id"], unique=False)
    op.create_table(
        "meeting_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("for_any", sa.Boolean(), nullable=False),
        sa.Column("is_must", sa.Boolean(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("capability_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("counter_slots", sa.JSON(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"],
            ["postings.id"],
            name=op.f("fk_meeting_requests_capability_id_postings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"],
            ["session_registrations.id"],
            name=op.f("fk_meeting_requests_counter_id_session_registrations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["from_id"],
            ["session_registrations.id"],
            name=op.f("fk_meeting_requests_from_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["postings.id"], name=op.f("fk_meeting_requests_need_id_postings"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_meeting_requests_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_id"],
            ["session_registrations.id"],
            name=op.f("fk_meeting_requests_to_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_requests")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_meeting_requests_from_id")),
    )
    op.create_index(op.f("ix_meeting_requests_session_id"), "meeting_requests", ["session_id"], unique=False)
    op.create_index(op.f("ix_meeting_requests_to_id"), "meeting_requests", ["to_id"], unique=False)
    op.create_table(
        "session_marks",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=4), nullable=False),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["session_registrations.id"],
            name=op.f("fk_session_marks_other_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["session_registrations.id"],
            name=op.f("fk_session_marks_registration_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "other_id", name=op.f("pk_session_marks")),
    )
    op.create_index(op.f("ix_session_marks_other_id"), "session_marks", ["other_id"], unique=False)
    op.create_table(
        "session_pitches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["session_programme.id"],
            name=op.f("fk_session_pitches_programme_id_session_programme"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["session_registrations.id"],
            name=op.f("fk_session_pitches_registration_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_pitches")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_session_pitches_registration_id")),
    )


def downgrade() -> None:
    op.drop_table("session_pitches")
    op.drop_table("session_marks")
    op.drop_table("meeting_requests")
    op.drop_table("session_registrations")
    op.drop_table("session_tables")
    op.drop_table("session_slots")
    op.drop_table("session_programme")
    op.drop_table("session_interpreters")
    op.drop_table("innovation_sessions")
