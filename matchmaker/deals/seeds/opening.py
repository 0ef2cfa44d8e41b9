"""How a demo deal begins: of an introduction, a meeting of a held session, a recommended pair, or by form."""

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core.tables import Row
from matchmaker.deals.actions import Head, Origin, name_person, open_deal
from matchmaker.deals.queries import load_deal
from matchmaker.deals.rules import PARTIES
from matchmaker.deals.seeds.dates import day_from
from matchmaker.deals.seeds.pairs import introduce, meeting_of, publish_earlier, recommend
from matchmaker.deals.seeds.story import Cast, Story, named
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows as postings_in
from matchmaker.postings.queries import whole

DEALS = (
    "key", "on", "by", "origin", "capability", "need", "met", "kind", "provider", "recipient", "region", "sector",
    "trl", "currency", "value", "starts", "ends", "provider_people", "recipient_people", "title", "summary",
)  # fmt: skip
OFFICER = "officer"


def open_seeded(db: Session, cast: Cast, row: Row) -> Story:
    """Open the deal of a row with its origin, and name who speaks for the sides; a star marks who signs."""
    actor, leader = cast.actor(db, row, "by"), named(cast.users, row, "by", OFFICER)
    deal = open_deal(actor, db, _head(cast, row), _origin(db, cast, row), leader_id=_leader(row, leader))
    deal.seed_key = row["key"]
    officer = cast.actor(db, row, "by", OFFICER)
    for side in PARTIES:
        for key in row.many(f"{side}_people"):
            user = named(cast.users, row, f"{side}_people", key.lstrip("*"))
            name_person(officer, db, deal, user, side, is_signatory=key.startswith("*"))
    db.flush()
    db.expire(deal)
    return Story(db, cast, load_deal(SYSTEM, db, deal.id))


def _leader(row: Row, officer: User) -> int | None:
    """Whoever opens it by form waits for an officer; an introduction and a meeting bring theirs."""
    return None if row["origin"] == "form" else officer.id


def _head(cast: Cast, row: Row) -> Head:
    value = row.number("value")
    return Head(
        title=row["title"], kind=row["kind"], summary=row["summary"], region=row["region"], sector=row["sector"],
        provider_id=named(cast.organisations, row, "provider"), recipient_id=named(cast.organisations, row, "recipient"),
        trl=row.number("trl"), currency=row["currency"], value_minor=None if value is None else value * 100,
        starts_on=day_from(row, "starts"), ends_on=day_from(row, "ends"),
    )  # fmt: skip


def _origin(db: Session, cast: Cast, row: Row) -> Origin:
    if row["origin"] == "form":
        return Origin()
    pair = {kind: named(cast.postings, row, kind) for kind in ("need", "capability")}
    found = {one.id: one for one in postings_in(db, whole().where(Posting.id.in_(pair.values())))}
    need, capability = found[pair["need"]], found[pair["capability"]]
    publish_earlier((need, capability))
    officer = cast.actor(db, row, "by", OFFICER)
    record = recommend(db, cast.records.get(row["key"]), need, capability)
    introduction = introduce(officer, db, need, capability, is_new=row["origin"] == "introduction")
    meeting = meeting_of(db, cast, row) if row["met"] else None
    return Origin(
        need_id=need.id, capability_id=capability.id, introduction_id=introduction.id if introduction else None,
        record_id=record.id if record else None, score=record.score if record else None,
        session_id=meeting.session_id if meeting else None, meeting_id=meeting.id if meeting else None,
    )  # fmt: skip
