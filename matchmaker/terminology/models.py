"""Terms that an installation adds to the shipped glossary."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.matching.glossary import Entry
from matchmaker.matching.glossary_file import entry_of


class GlossaryEntry(Base):
    """One concept with its terms, those of a language parted by `|`; in use while `accepted`.

    An entry in use replaces the shipped one of the same concept. source: `import` or `suggestion`.
    """

    __tablename__ = "glossary_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    concept: Mapped[str] = mapped_column(String(140), unique=True)
    kk: Mapped[str] = mapped_column(Text)
    ru: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    domain: Mapped[str] = mapped_column(String(40))
    pos: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), index=True)
    suggested_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]

    @property
    def entry(self) -> Entry:
        """The row as the engine takes it."""
        return entry_of([self.concept, self.kk, self.ru, self.en, self.domain, self.pos])
