"""The page of whom to meet: everyone else who takes part, what one thinks of them, how well they fit, best first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import Forbidden
from matchmaker.core.i18n import _
from matchmaker.postings.models import Posting
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.wording import Recommendation
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.fits import Fit, Fitting
from matchmaker.sessions.requests.letters import name_of
from matchmaker.sessions.requests.models import Mark, MeetingRequest

PAGE = 12


@dataclass(frozen=True)
class Chosen:
    """How the list is narrowed; empty values narrow nothing."""

    sector: str = ""
    region: str = ""
    kind: str = ""
    mark: str = ""
    text: str = ""


@dataclass
class Other:
    """Somebody one could meet."""

    person: Registration
    mark: str = ""
    request: MeetingRequest | None = None
    fit: Fit | None = None
    reasons: Recommendation | None = None

    @property
    def name(self) -> str:
        """What the person is called."""
        return name_of(self.person)

    @property
    def is_recommended(self) -> bool:
        """Whether the best pair of postings fits well."""
        return self.fit is not None and self.fit.is_good


@dataclass
class Others:
    """One page of others, and what the filters offer."""

    own: Registration
    shown: list[Other] = field(default_factory=list)
    total: int = 0
    recommended: int = 0
    everyone: int = 0
    musts: int = 0
    regions: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


def list_others(actor: Actor, db: Session, index: LiveIndex, session_id: int, chosen: Chosen, page: int) -> Others:
    """One page of those the actor could meet, with reasons. Five queries, two more in a process that has just started.

    Raises Forbidden for who has no confirmed place.
    """
    own, everyone = _load(actor, db, session_id)
    fitting = Fitting(actor, db, index, own)
    fits = fitting.fits([other.person for other in everyone])
    for other in everyone:
        other.fit = fits.get(other.person.id)
    kept = _narrowed(fitting, everyone, chosen)
    kept.sort(key=_order)
    shown = kept[(page - 1) * PAGE : page * PAGE]
    _explain(fitting, shown)
    return _page(own, fitting, everyone, kept, shown)


@dataclass(frozen=True)
class Pair:
    """A pair of postings that a request could be about, with its reasons."""

    fit: Fit
    own: Posting
    reasons: Recommendation


def load_other(
    actor: Actor, db: Session, index: LiveIndex, session_id: int, other_id: int
) -> tuple[Registration, Other, list[Pair]]:
    """The actor's own place, one of those he could meet, and the best pairs of their postings, with reasons.

    Raises Forbidden for who could not be met.
    """
    own, everyone = _load(actor, db, session_id)
    found = next((other for other in everyone if other.person.id == other_id), None)
    if found is None:
        raise Forbidden(_("You cannot ask this person: meetings are for confirmed people of two organisations."))
    fitting = Fitting(actor, db, index, own)
    fits = fitting.pairs(found.person)
    worded = fitting.explained(fits)
    keys = [(fit, (fit.own_id, fit.other_id)) for fit in fits]
    pairs = [Pair(fit, fitting.own[fit.own_id][0], worded[key]) for fit, key in keys if key in worded]
    if pairs:
        found.fit, found.reasons = pairs[0].fit, pairs[0].reasons
    return own, found, pairs


def _load(actor: Actor, db: Session, session_id: int) -> tuple[Registration, list[Other]]:
    """One query: the own place and everyone else of other organisations, with one's mark and the request of the two."""
    own = aliased(Registration)
    mine = (own.session_id == Registration.session_id) & (own.user_id == (actor.user_id or 0))
    there = and_(MeetingRequest.from_id == own.id, MeetingRequest.to_id == Registration.id)
    back = and_(MeetingRequest.to_id == own.id, MeetingRequest.from_id == Registration.id)
    query = (
        select(Registration, Mark.mark, MeetingRequest, own.id)
        .join(own, mine & (own.state == "confirmed"))
        .outerjoin(Mark, (Mark.registration_id == own.id) & (Mark.other_id == Registration.id))
        .outerjoin(MeetingRequest, or_(there, back))
        .where(Registration.session_id == session_id, Registration.state == "confirmed")
        .options(joinedload(Registration.user), joinedload(Registration.organisation))
        .order_by(Registration.id)
    )
    rows = db.execute(query).all()
    place = next((row[0] for row in rows if row[0].id == row[3]), None)
    if place is None:
        raise Forbidden(_("This is for confirmed participants. Register for the session, or wait for the officer."))
    others = [row for row in rows if row[0].organisation_id != place.organisation_id]
    return place, [Other(person, mark or "", request) for person, mark, request, _own in others]


def _order(other: Other) -> tuple[bool, float, str, int]:
    score = other.fit.points if other.fit else 0.0
    return not other.is_recommended, -score, other.name.casefold(), other.person.id


def _narrowed(fitting: Fitting, everyone: Sequence[Other], chosen: Chosen) -> list[Other]:
    held = fitting.holding(chosen.text, [other.person for other in everyone]) if chosen.text else set()
    wanted = chosen.text.casefold()

    def fits(other: Other) -> bool:
        organisation = other.person.organisation
        names = (other.name, organisation.name_kk, organisation.name_ru, organisation.name_en)
        found = other.person.id in held or any(wanted in (name or "").casefold() for name in names)
        return (
            found
            and chosen.region in ("", organisation.region)
            and chosen.kind in ("", organisation.kind)
            and chosen.mark in ("", other.mark)
            and (not chosen.sector or chosen.sector in fitting.sectors(other.person))
        )

    return [other for other in everyone if fits(other)]


def _explain(fitting: Fitting, shown: Sequence[Other]) -> None:
    worded = fitting.explained([other.fit for other in shown if other.fit])
    for other in shown:
        if other.fit:
            other.reasons = worded.get((other.fit.own_id, other.fit.other_id))


def _page(
    own: Registration, fitting: Fitting, everyone: Sequence[Other], kept: Sequence[Other], shown: list[Other]
) -> Others:
    organisations = [other.person.organisation for other in everyone]
    return Others(
        own,
        shown,
        total=len(kept),
        recommended=sum(other.is_recommended for other in kept),
        everyone=len(everyone),
        musts=sum(other.mark == "must" for other in everyone),
        regions=sorted({one.region for one in organisations if one.region}),
        kinds=sorted({one.kind for one in organisations}),
        sectors=sorted({code for other in everyone for code in fitting.sectors(other.person)}),
    )
