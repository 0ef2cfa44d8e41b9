"""Table of the sites that a territory consists of."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core.i18n import worded
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import ORGANISATION, TERRITORY


class Site(Base):
    """A part of a territory; `kind` is a code of the vocabulary site_kinds. `organisation_id`: who works or runs it there.

    `source`: where its facts are published. `is_demo`: made up for the demo.
    """

    __tablename__ = "territory_sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey(TERRITORY, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    names: Mapped[dict[str, Any]]
    descriptions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(ORGANISATION, ondelete="SET NULL"), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    opened_year: Mapped[int | None]
    is_planned: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(300), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)

    @property
    def description(self) -> str:
        """The description for the reader."""
        return worded(self.descriptions)
