"""Deals made directly, for tests that start where a deal stands already."""

from sqlalchemy.orm import Session

from matchmaker.deals.models import Deal, DealMove, DealPerson
from tests.cast import Cast


def make_deal(db: Session, cast: Cast, stage: str = "lead", kind: str = "exclusive_licence", **values: object) -> Deal:
    """A deal of the author's laboratory with the company's enterprise; both sign for their sides, the officer leads."""
    columns: dict[str, object] = {"title": "Fine copper flotation", "region": "KZ-62", "sector": "07", "trl": 6}
    columns |= {"provider_id": cast.laboratory, "recipient_id": cast.enterprise, "stage": stage, "kind": kind}
    made = Deal(**(columns | {"officer_id": cast["officer"].user_id} | values))
    made.people = [
        DealPerson(user_id=cast[name].user_id, side=side, is_signatory=True)
        for name, side in (("author", "provider"), ("company", "recipient"))
    ]
    db.add(made)
    db.flush()
    db.add(DealMove(deal_id=made.id, to_stage=stage, verb="open", user_id=cast["officer"].user_id))
    db.flush()
    return made
