"""What officers change in the draft by hand. The checker judges each change first; each is one step that can be undone."""

from dataclasses import asdict, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.recommendations.live import LiveIndex
from matchmaker.scheduling.problem import Kind
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.requests.wishes import Wish
from matchmaker.sessions.rules import may_run
from matchmaker.sessions.timetable import drafts
from matchmaker.sessions.timetable.drafts import Place, from_row
from matchmaker.sessions.timetable.judging import judged, reached
from matchmaker.sessions.timetable.models import DraftStep, Meeting, Placement, TimetableVersion
from matchmaker.sessions.timetable.problem import Candidate, Pair, Posed, pair_of, to_check
from matchmaker.sessions.timetable.reading import Known, read_known
from matchmaker.sessions.timetable.runs import WITH_TIMETABLE, refuse_while_running

Seen = tuple[int, int | None]  # slot and table as the officer's page showed them


class Adjusting:
    """The draft in the hands of one officer: nobody else changes it until the transaction ends."""

    def __init__(self, actor: Actor, db: Session, session: InnovationSession, index: LiveIndex | None = None) -> None:
        require(may_run(actor, session))
        if session.state not in WITH_TIMETABLE:
            raise Conflict(_("A timetable is made when the requests are closed. Close them first."))
        self.actor, self.db, self.session = actor, db, session
        self.draft = drafts.hold_draft(db, session)
        refuse_while_running(db, session.id)
        self.known: Known = read_known(actor, db, session.id, index)

    def placement(self, meeting_id: int) -> Placement:
        """A placed meeting. Raises Conflict when it was taken out meanwhile."""
        found = next((one for one in self.known.placements if one.meeting_id == meeting_id), None)
        if found is None:
            raise Conflict(_("Somebody has taken this meeting out of the timetable meanwhile."))
        return found

    def judge(self, posed: Posed, pair: Pair, slot_id: int, table_id: int | None, seen_version: int | None) -> Place:
        """Where the pair would lie. Raises Invalid, or Conflict where it is others who have changed the draft since."""
        number = posed.pairs.get(pair)
        slot = next((at for at, one in enumerate(posed.slots) if one.id == slot_id), None)
        table = next((at for at, one in enumerate(posed.tables) if one.id == table_id), None)
        if number is None:
            raise Invalid({"meeting": _("One of the two no longer takes part.")})
        if slot is None or (table is None and table_id is not None):
            raise Invalid({"slot": _("Choose one of the times and tables of this session.")})
        verdict = judged(posed, posed.placed(self.known.placements), number, slot, table)
        if verdict.faults:
            words = " ".join(verdict.faults)
            if seen_version not in (None, 0, self.draft.version):
                raise Conflict(_("Somebody has changed the timetable meanwhile. %(why)s", why=words))
            raise Invalid({"slot": words})
        return Place(0, slot_id, posed.tables[verdict.table].id if verdict.table is not None else None)

    def done(self, verb: str, undo: dict[str, object]) -> None:
        """Keep the step, and what the draft is worth now."""
        self.db.add(DraftStep(version_id=self.draft.id, made_by=self.actor.user_id, verb=verb, undo=undo))
        revalue(self.actor, self.db, self.session, self.draft)


def revalue(actor: Actor, db: Session, session: InnovationSession, draft: TimetableVersion) -> None:
    """Say anew what the draft reaches; the bounds of the last run stay."""
    known = read_known(actor, db, session.id)
    posed = to_check(known)
    scores = asdict(reached(posed, posed.placed(known.placements)))
    draft.scores = draft.scores | {"scores": scores, "placed": len(known.placements)}
    drafts.touch(draft)
    db.flush()


def move_meeting(
    actor: Actor,
    db: Session,
    session: InnovationSession,
    meeting_id: int,
    slot_id: int,
    table_id: int | None = None,
    seen: Seen | None = None,
    seen_version: int | None = None,
) -> None:
    """Move a placed meeting; without a table a fitting one is chosen. Raises Conflict when it lies elsewhere than seen."""
    hands = Adjusting(actor, db, session)
    placement = hands.placement(meeting_id)
    if seen is not None and seen != (placement.slot_id, placement.table_id):
        raise Conflict(_("Somebody has moved this meeting meanwhile. Look where it lies now."))
    before = Place.of(placement)
    there = hands.judge(to_check(hands.known), pair_of(placement), slot_id, table_id, seen_version)
    place = Place(meeting_id, there.slot_id, there.table_id, before.is_pinned)
    drafts.remove(db, hands.draft, [meeting_id])
    drafts.write(db, hands.draft, [place])
    hands.done("move", {"drop": [meeting_id], "put": [before.as_row()]})


def add_meeting(
    actor: Actor,
    db: Session,
    session: InnovationSession,
    pair: Pair,
    slot_id: int,
    table_id: int | None = None,
    seen_version: int | None = None,
    index: LiveIndex | None = None,
) -> Meeting:
    """Put two people's meeting into the draft by hand, pinned: a wish of theirs, or the officer's own idea."""
    hands = Adjusting(actor, db, session, index)
    pair = (min(pair), max(pair))
    if any(pair_of(one) == pair for one in hands.known.placements):
        raise Conflict(_("The two have a meeting in this timetable already."))
    candidate = wished(hands.known, pair)
    posed = to_check(with_wish(hands.known, candidate.wish))
    there = hands.judge(posed, pair, slot_id, table_id, seen_version)
    meeting_id = drafts.meeting_ids(db, session.id, [candidate])[pair]
    meeting = db.get_one(Meeting, meeting_id)
    meeting.language = posed.problem.meetings[posed.pairs[pair]].language or ""
    drafts.write(db, hands.draft, [Place(meeting_id, there.slot_id, there.table_id, True)])
    hands.done("add", {"drop": [meeting_id], "put": []})
    return meeting


def wished(known: Known, pair: Pair) -> Candidate:
    """The pair's wish; without one it is the officer's idea. Raises Invalid for people of another session."""
    if pair[0] == pair[1] or any(known.person(one) is None for one in pair):
        raise Invalid({"meeting": _("Choose two people who take part.")})
    wish = next((one for one in known.wishes if (one.one_id, one.two_id) == pair and not one.is_blocked), None)
    return Candidate(pair, wish or Wish(*pair, Kind.ONE_SIDED, 0, "officer"))


def with_wish(known: Known, wish: Wish) -> Known:
    """What is known, with the wish among the others."""
    pair = wish.one_id, wish.two_id
    there = any((one.one_id, one.two_id) == pair and not one.is_blocked for one in known.wishes)
    wishes = known.wishes if there else [*known.wishes, wish]
    return replace(known, wishes=wishes)


def remove_meeting(actor: Actor, db: Session, session: InnovationSession, meeting_id: int) -> None:
    """Take a meeting out of the draft."""
    hands = Adjusting(actor, db, session)
    before = Place.of(hands.placement(meeting_id))
    drafts.remove(db, hands.draft, [meeting_id])
    hands.done("remove", {"drop": [], "put": [before.as_row()]})


def pin_meeting(actor: Actor, db: Session, session: InnovationSession, meeting_id: int, verb: str) -> None:
    """`pin`: the engine leaves the meeting where it is; `unpin`: it may move it."""
    hands = Adjusting(actor, db, session)
    before = Place.of(hands.placement(meeting_id))
    own = Placement.version_id == hands.draft.id, Placement.meeting_id == meeting_id
    db.execute(update(Placement).where(*own).values(is_pinned=verb == "pin"))
    hands.done(verb, {"drop": [meeting_id], "put": [before.as_row()]})


def undo(actor: Actor, db: Session, session: InnovationSession, step_id: int) -> str:
    """Take back the last step of the draft; returns its verb. Raises Conflict when it is no longer the last."""
    hands = Adjusting(actor, db, session)
    steps = select(DraftStep).where(DraftStep.version_id == hands.draft.id).order_by(DraftStep.id.desc())
    step = db.scalar(steps.limit(1))
    if step is None:
        raise NotFound(_("There is nothing to undo."))
    if step.id != step_id:
        raise Conflict(_("Somebody has changed the timetable meanwhile. Look at it again."))
    if "whole" in step.undo:
        drafts.rewrite(db, hands.draft, map(from_row, step.undo["whole"]))
        hands.draft.scores = step.undo["scores"]
    else:
        drafts.remove(db, hands.draft, step.undo["drop"])
        drafts.write(db, hands.draft, map(from_row, step.undo["put"]))
    verb = step.verb
    db.delete(step)
    db.flush()
    revalue(actor, db, session, hands.draft)
    return verb
