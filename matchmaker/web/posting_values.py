"""A stored posting as the values of its form."""

from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from matchmaker.postings.draft import MINOR
from matchmaker.postings.fields import CODES, TEXT_NAMES
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import confidential_text, invited_organisations

COLUMNS = ("kind", "lang", "visibility", "trl", "ip_status", "deadline_on", "organisation_id")
CONFLICT_FIELDS = (
    *TEXT_NAMES,
    "trl",
    "ip_status",
    "deadline_on",
    "visibility",
    "budget_min",
    "budget_max",
    *CODES,
    "confidential",
)


def stored_values(db: Session, posting: Posting) -> MultiDict[str, Any]:
    """What the form shows of a posting, every value as text."""
    text = posting.text(posting.lang)
    values: MultiDict[str, Any] = MultiDict({name: _written(getattr(posting, name)) for name in COLUMNS})
    values.update({name: getattr(text, name) for name in TEXT_NAMES})
    for name in ("budget_min", "budget_max"):
        amount = getattr(posting, name)
        values[name] = "" if amount is None else str(amount // MINOR)
    for name in CODES:
        values.setlist(name, posting.codes_of(name))
    values["confidential"] = confidential_text(db, posting.id)
    values.setlist("invited", [str(one.id) for one in invited_organisations(db, posting.id)])
    return values


def _written(value: object) -> str:
    return "" if value is None else str(value)
