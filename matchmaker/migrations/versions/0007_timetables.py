"""Timetables of sessions, the day and its outcomes"""

import sqlalchemy as sa
from alembic import op

from matchmaker.core.models import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "timetable_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("is_stop_wanted", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["users.id"], name=op.f("fk_timetable_runs_asked_by_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_timetable_runs_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_runs")),
    )
    op.create_index(op.f("ix_timetable_runs_session_id"), "timetable_runs", ["session_id"], unique=False)
    op.create_table(
        "timetable_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk_timetable_versions_made_by_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_timetable_versions_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_versions")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_timetable_versions_session_id")),
    )
    op.create_index(op.f("ix_timetable_versions_session_id"), "timetable_versions", ["session_id"], unique=False)
    op.create_table(
        "draft_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk_draft_steps_made_by_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["timetable_versions.id"],
            name=op.f("fk_draft_steps_version_id_timetable_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_steps")),
    )
    op.create_index(op.f("ix_draft_steps_version_id"), "draft_steps", ["version_id"], unique=False)
    op.create_table(
        "slot_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("two_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("gain", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("one_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("two_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_id"],
            ["session_registrations.id"],
            name=op.f("fk_slot_offers_one_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_slot_offers_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["session_slots.id"], name=op.f("fk_slot_offers_slot_id_session_slots")),
        sa.ForeignKeyConstraint(
            ["table_id"], ["session_tables.id"], name=op.f("fk_slot_offers_table_id_session_tables")
        ),
        sa.ForeignKeyConstraint(
            ["two_id"],
            ["session_registrations.id"],
            name=op.f("fk_slot_offers_two_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_offers")),
        sa.UniqueConstraint("one_id", "two_id", "slot_id", name=op.f("uq_slot_offers_one_id")),
    )
    op.create_index(op.f("ix_slot_offers_session_id"), "slot_offers", ["session_id"], unique=False)
    op.create_index(op.f("ix_slot_offers_two_id"), "slot_offers", ["two_id"], unique=False)
    op.create_table(
        "session_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("two_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("capability_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"],
            ["postings.id"],
            name=op.f("fk_session_meetings_capability_id_postings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["postings.id"], name=op.f("fk_session_meetings_need_id_postings"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["one_id"],
            ["session_registrations.id"],
            name=op.f("fk_session_meetings_one_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["meeting_requests.id"],
            name=op.f("fk_session_meetings_request_id_meeting_requests"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["innovation_sessions.id"],
            name=op.f("fk_session_meetings_session_id_innovation_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["two_id"],
            ["session_registrations.id"],
            name=op.f("fk_session_meetings_two_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_meetings")),
        sa.UniqueConstraint("session_id", "one_id", "two_id", name=op.f("uq_session_meetings_session_id")),
    )
    op.create_index(op.f("ix_session_meetings_session_id"), "session_meetings", ["session_id"], unique=False)
    op.create_index(op.f("ix_session_meetings_two_id"), "session_meetings", ["two_id"], unique=False)
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["session_meetings.id"],
            name=op.f("fk_follow_ups_meeting_id_session_meetings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["session_registrations.id"],
            name=op.f("fk_follow_ups_registration_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_meeting_id"), "follow_ups", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_follow_ups_registration_id"), "follow_ups", ["registration_id"], unique=False)
    op.create_table(
        "meeting_outcomes",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["session_meetings.id"],
            name=op.f("fk_meeting_outcomes_meeting_id_session_meetings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["session_registrations.id"],
            name=op.f("fk_meeting_outcomes_registration_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "registration_id", name=op.f("pk_meeting_outcomes")),
    )
    op.create_index(op.f("ix_meeting_outcomes_registration_id"), "meeting_outcomes", ["registration_id"], unique=False)
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["session_meetings.id"],
            name=op.f("fk_placements_meeting_id_session_meetings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["session_slots.id"], name=op.f("fk_placements_slot_id_session_slots")),
        sa.ForeignKeyConstraint(
            ["table_id"], ["session_tables.id"], name=op.f("fk_placements_table_id_session_tables")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["timetable_versions.id"],
            name=op.f("fk_placements_version_id_timetable_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint("version_id", "meeting_id", name=op.f("uq_placements_version_id")),
        sa.UniqueConstraint("table_id", "slot_id", "version_id", name=op.f("uq_placements_table_id")),
    )
    op.create_index(op.f("ix_placements_meeting_id"), "placements", ["meeting_id"], unique=False)
    op.create_table(
        "session_absences",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["session_meetings.id"],
            name=op.f("fk_session_absences_meeting_id_session_meetings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["session_registrations.id"],
            name=op.f("fk_session_absences_registration_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "registration_id", name=op.f("pk_session_absences")),
    )
    op.create_index(op.f("ix_session_absences_registration_id"), "session_absences", ["registration_id"], unique=False)
    op.create_table(
        "seats",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_seats_placement_id_placements"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["session_registrations.id"],
            name=op.f("fk_seats_registration_id_session_registrations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["session_slots.id"], name=op.f("fk_seats_slot_id_session_slots")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["timetable_versions.id"],
            name=op.f("fk_seats_version_id_timetable_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "registration_id", "slot_id", name=op.f("pk_seats")),
    )
    op.create_index(op.f("ix_seats_placement_id"), "seats", ["placement_id"], unique=False)


def downgrade() -> None:
    op.drop_table("seats")
    op.drop_table("session_absences")
    op.drop_table("placements")
    op.drop_table("meeting_outcomes")
    op.drop_table("follow_ups")
    op.drop_table("session_meetings")
    op.drop_table("slot_offers")
    op.drop_table("draft_steps")
    op.drop_table("timetable_versions")
    op.drop_table("timetable_runs")
