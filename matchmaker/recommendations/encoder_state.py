"""Reads: which encoder's readings serve, which are wanted, and how far a change has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from matchmaker.core.i18n import _
from matchmaker.matching.encoding import EncoderUnusable
from matchmaker.postings.models import Posting
from matchmaker.recommendations.models import EngineState, IndexEntry


@dataclass(frozen=True)
class Choice:
    """The encoder whose readings serve, and the one that is wanted: the same unless a change is under way."""

    serving: str
    wanted: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every encoder that postings are read by, the serving one first."""
        return tuple(dict.fromkeys((self.serving, self.wanted)))


@dataclass(frozen=True)
class Progress(Choice):
    """A choice, how many of all postings each of the two has read, and why the wanted one cannot be used."""

    read: int = 0
    served: int = 0
    total: int = 0
    fault: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_changing(self) -> bool:
        """Whether the wanted encoder does not serve yet."""
        return self.serving != self.wanted


def choice(db: Session, setting: str) -> Choice:
    """What serves and what is wanted; before anybody has said so, the setting of this process is both."""
    return Choice(*db.execute(select(*names_in_use(setting))).one())


def names_in_use(setting: str) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The encoder that serves and the one that is wanted, as parts of a query."""
    serving, wanted = (
        func.coalesce(select(column).scalar_subquery(), setting) for column in (EngineState.serving, EngineState.wanted)
    )
    return serving, wanted


def unread(encoder: str) -> Select[int]:
    """The ids of postings that have no reading by this encoder, or an outdated one."""
    read = select(IndexEntry.posting_id).where(IndexEntry.encoder == encoder, IndexEntry.content_hash != "")
    return select(Posting.id).where(Posting.state != "withdrawn", Posting.id.not_in(read)).order_by(Posting.id)


def progress(db: Session, setting: str) -> Progress:
    """How far a change has come. One query."""
    serving, wanted = names_in_use(setting)
    total = select(func.count()).where(Posting.state != "withdrawn").scalar_subquery()
    fault = select(EngineState.fault).scalar_subquery()
    row = db.execute(select(serving, wanted, _read_by(wanted), _read_by(serving), total, fault)).one()
    return Progress(row[0], row[1], row[2], row[3], row[4], row[5] or {})


def _read_by(encoder: ColumnElement[str]) -> ScalarSelect[int]:
    query = select(func.count()).select_from(IndexEntry).join(Posting, Posting.id == IndexEntry.posting_id)
    fresh = (IndexEntry.encoder == encoder) & (IndexEntry.content_hash != "")
    return query.where(fresh, Posting.state != "withdrawn").scalar_subquery()


def stored_dimension(db: Session, encoder: str) -> int | None:
    """The length of the vectors that are stored for this encoder; None when there are none."""
    columns = (func.length(IndexEntry.vector), IndexEntry.pieces)
    row = db.execute(select(*columns).where(IndexEntry.encoder == encoder, IndexEntry.pieces > 0).limit(1)).first()
    return row[0] // 4 // row[1] if row else None


def as_values(fault: EncoderUnusable) -> dict[str, str]:
    """A fault as it is stored."""
    return {"code": fault.code, **fault.values}


def say(fault: Mapping[str, Any]) -> str:
    """One sentence about a stored fault; empty when there is none."""
    sentences = {
        "missing": _("The encoder’s folder %(name)s is not there."),
        "unloadable": _("The encoder %(name)s cannot be loaded: %(detail)s"),
        "dimension": _(
            "The encoder %(name)s gives vectors of %(found)s numbers, its stored readings have %(stored)s: the model was "
            "replaced under its name. Give the new one a name of its own."
        ),
        "precision": _("There is no precision “%(precision)s” of the encoder. Choose one of: %(choices)s."),
    }
    return sentences[fault["code"]] % fault if fault else ""


def all_faults(found: Progress, own: EncoderUnusable | None) -> list[str]:
    """What is wrong with the encoder that this process asks, and with the one that is wanted, a sentence each."""
    faults = [as_values(own)] if own else []
    return list(dict.fromkeys(say(fault) for fault in (*faults, found.fault) if fault))
