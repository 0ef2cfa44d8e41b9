"""Organisations and memberships."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.i18n import current_locale
from matchmaker.core.models import Base


class Organisation(Base):
    """A university, a laboratory, an enterprise, a bank… `kind` is a code of the vocabulary organisation_kinds."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    name_kk: Mapped[str] = mapped_column(String(200))
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    description_kk: Mapped[str] = mapped_column(Text, default="")
    description_ru: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(String(5), index=True)
    size: Mapped[str] = mapped_column(String(10), default="")
    bin: Mapped[str | None] = mapped_column(String(12), unique=True)
    ror: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    parent: Mapped["Organisation | None"] = relationship(remote_side=[id], lazy="raise")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name in the reader's language, else in any other."""
        return getattr(self, f"name_{current_locale()}") or self.name_ru or self.name_kk or self.name_en

    @property
    def description(self) -> str:
        """The description in the reader's language, else in any other."""
        own = str(getattr(self, f"description_{current_locale()}"))
        return own or self.description_ru or self.description_kk or self.description_en


class Membership(Base):
    """A person's place in an organisation: a manager edits it and its members, a member writes its postings.

    `state` is `requested` until a manager or an officer accepts.
    """

    __tablename__ = "memberships"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10), default="member")
    state: Mapped[str] = mapped_column(String(10), default="active")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    user: Mapped[User] = relationship(lazy="raise")
