"""What an officer sees of the requests of a session: numbers, who has no wish yet, and every request."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import list_people
from matchmaker.sessions.requests import rules
from matchmaker.sessions.requests.models import Mark, MeetingRequest
from matchmaker.sessions.requests.states import ALL, WAITING
from matchmaker.sessions.requests.walls import PEOPLE

PAGE = 50


@dataclass
class Overview:
    """Numbers of requests by state and of declines by reason; people without any wish; one page of requests."""

    people: list[Registration]
    states: dict[str, int]
    reasons: dict[str, int] = field(default_factory=dict)
    musts: int = 0
    without_wish: list[Registration] = field(default_factory=list)
    requests: list[MeetingRequest] = field(default_factory=list)
    total: int = 0

    @property
    def asked(self) -> int:
        """All requests that people have made or that were set."""
        return sum(self.states.values())

    @property
    def waiting(self) -> int:
        """Those that wait for an answer."""
        return sum(self.states[state] for state in WAITING)

    @property
    def pages(self) -> int:
        """How many pages of requests there are."""
        return max(1, -(-self.total // PAGE))


def overview_of(actor: Actor, db: Session, session_id: int, state: str = "", page: int = 1) -> Overview:
    """The officer's overview: five queries. Of marks it tells only who has set none."""
    people = list_people(actor, db, session_id, "confirmed")
    columns = MeetingRequest.state, MeetingRequest.reason, MeetingRequest.is_must
    ours = MeetingRequest.session_id == session_id
    counts = db.execute(select(*columns, func.count()).where(ours).group_by(*columns)).all()
    states, reasons, musts = Counter[str](), Counter[str](), 0
    for found, reason, is_must, number in counts:
        states[found] += number
        musts += number if is_must else 0
        reasons[reason] += number if found == "declined" and reason else 0
    wanting = _wanting(db, session_id)
    made = Overview(people, {one: states[one] for one in ALL}, dict((+reasons).most_common()), musts)
    made.without_wish = [person for person in people if person.id not in wanting]
    made.requests = _requests(actor, db, session_id, state, page)
    made.total = states[state] if state else made.asked
    return made


def _wanting(db: Session, session_id: int) -> set[int]:
    """Who has marked somebody must or like, has asked, or has agreed to meet. One query."""
    own = select(Registration.id).where(Registration.session_id == session_id)
    marked = select(Mark.registration_id).where(Mark.registration_id.in_(own), Mark.mark != "no")
    ours = MeetingRequest.session_id == session_id
    asked = select(MeetingRequest.from_id).where(ours, MeetingRequest.state != "withdrawn")
    agreed = select(MeetingRequest.to_id).where(ours, MeetingRequest.state == "accepted")
    return set(db.scalars(marked.union(asked, agreed)))


def _requests(actor: Actor, db: Session, session_id: int, state: str, page: int) -> list[MeetingRequest]:
    query = select(MeetingRequest).where(MeetingRequest.session_id == session_id, rules.visible_to(actor))
    if state:
        query = query.where(MeetingRequest.state == state)
    order = MeetingRequest.is_must.desc(), MeetingRequest.id.desc()
    return list(db.scalars(query.options(*PEOPLE).order_by(*order).offset((page - 1) * PAGE).limit(PAGE)))
