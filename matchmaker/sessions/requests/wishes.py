"""What a timetable is made for: every pair of people that somebody wants to meet, or that the system would bring together.

Value of a pair, in whole points: the score of the best pair of their postings (0 to 100, `fits.fits_of_all`), and
  +40 for each side that marked `must`, +20 for each that marked `like`,
  +20 for each side that asked (an unanswered request counts also once it has expired), +40 when a request was accepted.
A pair that stands in for another of a shared request (`for_any`) is worth 5 less than the pair that was named.

Kinds: MUST for an officer's must-meet, or when both marked `must`; MUTUAL when a request was accepted, or both sides want
it (marked `must` or `like`, or asked); ONE_SIDED when one does, and for a blind date: both let the system choose, neither
said anything, and they fit well. Of blind dates everyone has at most BLIND_MOST, his best ones.

`is_blocked`: one of the two marked `no`, or declined a request of the other. It outweighs everything,
an officer's must-meet too: nobody is put at a table with somebody he refuses, and why is not told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from matchmaker.recommendations.live import LiveIndex
from matchmaker.scheduling.problem import Kind
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.fits import Fit, Fits, fits_of_all
from matchmaker.sessions.requests.models import Mark, MeetingRequest

MARKED = {"must": 40, "like": 20, "no": 0}
ASKED, ACCEPTED, SECOND = 20, 40, 5
BLIND_MOST = 8
ASKING = ("open", "countered", "expired")
Pair = tuple[int, int]


@dataclass(frozen=True)
class Wish:
    """Two registrations, the smaller id first. Of the wishes with one `choice` at most one is to take place.

    source: as `Meeting.source`: officer, request, mark or blind. slots: ids where it may lie; None: anywhere.
    """

    one_id: int
    two_id: int
    kind: Kind
    value: int
    source: str
    is_blocked: bool = False
    request_id: int | None = None
    need_id: int | None = None
    capability_id: int | None = None
    slots: frozenset[int] | None = None
    choice: int | None = None


@dataclass
class _Known:
    """What is known of a pair: who marked what, the request between them, and one that they stand in for."""

    marks: dict[int, str] = field(default_factory=dict)
    request: MeetingRequest | None = None
    shared: MeetingRequest | None = None

    @property
    def live(self) -> MeetingRequest | None:
        """The request that counts: their own, unless it has come to nothing."""
        own = self.request
        return own if own and own.state in (*ASKING, "accepted") else self.shared


def wishes(db: Session, session_id: int, index: LiveIndex | None = None, fits: Fits | None = None) -> list[Wish]:
    """Every wish of a session by pair, blocked ones too; `fits`: as an index has given them before.

    Without either scores count 0 and there are no blind dates.
    """
    people = {one.id: one for one in db.scalars(_confirmed(session_id))}
    known = _known(db, session_id, people)
    fits = fits_of_all(db, index, list(people.values())) if index else fits or {}
    found = [_wish(pair, one, fits.get(pair)) for pair, one in known.items()]
    asked = [wish for wish in found if wish is not None]
    return sorted([*asked, *_blind_dates(people, fits, set(known))], key=lambda wish: (wish.one_id, wish.two_id))


def _confirmed(session_id: int) -> Select[Registration]:
    query = select(Registration).where(Registration.session_id == session_id, Registration.state == "confirmed")
    return query.order_by(Registration.id)


def _pair(one: int, two: int) -> Pair:
    return min(one, two), max(one, two)


def _known(db: Session, session_id: int, people: Mapping[int, Registration]) -> dict[Pair, _Known]:
    found: dict[Pair, _Known] = {}
    own = select(Registration.id).where(Registration.session_id == session_id)
    for mark in db.scalars(select(Mark).where(Mark.registration_id.in_(own))):
        if _are_two(people, mark.registration_id, mark.other_id):
            known = found.setdefault(_pair(mark.registration_id, mark.other_id), _Known())
            known.marks[mark.registration_id] = mark.mark
    requests = list(db.scalars(select(MeetingRequest).where(MeetingRequest.session_id == session_id)))
    for request in requests:
        if _are_two(people, request.from_id, request.to_id):
            found.setdefault(_pair(request.from_id, request.to_id), _Known()).request = request
    _add_stand_ins(db, found, people, requests)
    return found


def _are_two(people: Mapping[int, Registration], one: int, two: int) -> bool:
    return one in people and two in people and people[one].organisation_id != people[two].organisation_id


def _add_stand_ins(
    db: Session, found: dict[Pair, _Known], people: Mapping[int, Registration], requests: Iterable[MeetingRequest]
) -> None:
    """The other representatives of both organisations of a shared request; a pair with a request of its own keeps it."""
    live = [one for one in requests if one.for_any and one.state in (*ASKING, "accepted")]
    if not live:
        return
    sides = {side for one in live for side in (one.from_id, one.to_id)}
    organisations = dict(
        db.execute(select(Registration.id, Registration.organisation_id).where(Registration.id.in_(sides))).all()
    )
    by_organisation: dict[int, list[int]] = {}
    for person in people.values():
        by_organisation.setdefault(person.organisation_id, []).append(person.id)
    first: dict[
        frozenset[int], MeetingRequest
    ] = {}  # of two organisations the first one counts: no need to go through all
    for request in live:
        first.setdefault(frozenset(organisations[one] for one in (request.from_id, request.to_id)), request)
    for request in first.values():
        ours, theirs = (by_organisation.get(organisations[one], []) for one in (request.from_id, request.to_id))
        for pair in (_pair(one, two) for one in ours for two in theirs):
            known = found.setdefault(pair, _Known())
            known.shared = known.shared or request


def _wants(known: _Known, person: int) -> bool:
    request = known.request
    asks = request is not None and request.from_id == person and request.state in ASKING
    return asks or known.marks.get(person) in ("must", "like")


def _kind(pair: Pair, known: _Known) -> Kind | None:
    request = known.live
    if (known.request and known.request.is_must) or [known.marks.get(one) for one in pair] == ["must", "must"]:
        return Kind.MUST
    wanting = sum(_wants(known, one) for one in pair)
    if (request and request.state == "accepted") or wanting == 2:
        return Kind.MUTUAL
    return Kind.ONE_SIDED if wanting or known.shared else None


def _is_blocked(known: _Known) -> bool:
    refused = known.request is not None and known.request.state == "declined"
    return refused or "no" in known.marks.values()


def _value(known: _Known, fit: Fit | None) -> int:
    request = known.live
    points = (fit.score if fit else 0) + sum(MARKED[mark] for mark in known.marks.values())
    if request:
        points += ACCEPTED if request.state == "accepted" else ASKED if request.state in ASKING else 0
        points -= SECOND if request is not known.request else 0
    return max(points, 0)


def _wish(pair: Pair, known: _Known, fit: Fit | None) -> Wish | None:
    """A pair as a wish; None where nobody wants anything and nobody refuses."""
    kind, is_blocked = _kind(pair, known), _is_blocked(known)
    if kind is None and not is_blocked:
        return None
    made = Wish(*pair, kind or Kind.ONE_SIDED, _value(known, fit), "mark", is_blocked)
    made = replace(made, need_id=fit.need_id, capability_id=fit.capability_id) if fit else made
    return _of_request(made, known.live) if known.live else made


def _of_request(wish: Wish, request: MeetingRequest) -> Wish:
    if request.need_id or request.capability_id:
        wish = replace(wish, need_id=request.need_id, capability_id=request.capability_id)
    return replace(
        wish,
        source="officer" if request.is_must else "request",
        request_id=request.id,
        slots=frozenset(request.slots) or None,
        choice=request.id if request.for_any else None,
    )


def _blind_dates(people: Mapping[int, Registration], fits: Mapping[Pair, Fit], known: set[Pair]) -> list[Wish]:
    """Pairs that fit well and of whom neither has said anything, the best first, so many for each."""
    good = [
        (pair, fit) for pair, fit in fits.items() if fit.is_good and pair not in known and people.keys() >= set(pair)
    ]
    open_to = {one for one, person in people.items() if person.is_open_to_others}
    free = sorted([one for one in good if open_to >= set(one[0])], key=lambda one: (-one[1].points, one[0]))
    number: dict[int, int] = dict.fromkeys(people, 0)
    found: list[Wish] = []
    for pair, fit in free:
        if max(number[one] for one in pair) < BLIND_MOST:
            number.update({one: number[one] + 1 for one in pair})
            made = Wish(*pair, Kind.ONE_SIDED, fit.score, "blind")
            found.append(replace(made, need_id=fit.need_id, capability_id=fit.capability_id))
    return found
