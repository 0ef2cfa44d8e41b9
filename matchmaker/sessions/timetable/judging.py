"""The checker's word on a change of the draft before it is saved (law 6), and a table for who asks for none."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from matchmaker.core.i18n import _
from matchmaker.scheduling.check import Fault, faults_of, idle_slots_of, table_changes_of
from matchmaker.scheduling.problem import Kind, Placed, Timetable
from matchmaker.scheduling.scores import Scores
from matchmaker.sessions.timetable.problem import Posed
from matchmaker.sessions.timetable.words import full_name, languages_of, name_of, when, where


@dataclass(frozen=True)
class Verdict:
    """A place for a meeting: slot and table by position, and why it cannot be there, in words."""

    slot: int
    table: int | None
    faults: tuple[str, ...]


def judged(posed: Posed, before: Timetable, meeting: int, slot: int, table: int | None) -> Verdict:
    """The meeting at this place: only what the change itself breaks counts. Without a table a fitting one is taken."""
    others = tuple(one for one in before if one.meeting != meeting)
    if table is None and not posed.problem.meetings[meeting].online:
        now = next((one.table for one in before if one.meeting == meeting), None)
        table = fitting_table(posed, others, meeting, slot, now)
    standing = set(faults_of(posed.problem, before))
    faults = [
        fault
        for fault in faults_of(posed.problem, (*others, Placed(meeting, slot, table)))
        if fault not in standing or meeting in fault.meetings
    ]
    return Verdict(slot, table, tuple(dict.fromkeys(in_words(posed, fault, slot) for fault in faults)))


def verdicts(posed: Posed, before: Timetable, meeting: int) -> list[Verdict]:
    """What each slot would mean for a meeting, in order of time."""
    return [judged(posed, before, meeting, slot, None) for slot in range(posed.problem.slots)]


def fitting_table(posed: Posed, others: Timetable, meeting: int, slot: int, now: int | None) -> int | None:
    """The table it has now when that is free, else the first free one with all it needs."""
    own = posed.problem.meetings[meeting]
    taken = {one.table for one in others if one.slot == slot}
    free = [
        number
        for number, table in enumerate(posed.problem.tables)
        if number not in taken and slot in table.free and own.equipment <= table.equipment
        if own.tables is None or number in own.tables
    ]
    return now if now in free else next(iter(free), None)


def standing_faults(posed: Posed, timetable: Timetable) -> list[str]:
    """Everything that is wrong with a draft, in words."""
    return list(dict.fromkeys(in_words(posed, fault, fault.slot) for fault in faults_of(posed.problem, timetable)))


def reached(posed: Posed, timetable: Timetable) -> Scores:
    """How good a draft is, whether or not the engine made it."""
    problem = posed.problem
    placed = [problem.meetings[one.meeting] for one in timetable]
    met = Counter(person for meeting in placed for person in meeting.people)
    lacks = [max(0, problem.floor - met[number]) for number in range(len(problem.people))]
    return Scores(
        must=sum(meeting.kind is Kind.MUST for meeting in placed),
        mutual=sum(meeting.kind is Kind.MUTUAL for meeting in placed),
        shortfall=sum(lacks),
        under=sum(lack > 0 for lack in lacks),
        value=sum(meeting.value for meeting in placed),
        idle=sum(idle_slots_of(problem, timetable)),
        changes=sum(table_changes_of(problem, timetable)),
    )


def in_words(posed: Posed, fault: Fault, slot: int | None) -> str:
    """A broken wall in the reader's words, with names and times."""
    located = replace(fault, slot=fault.slot if fault.slot is not None else slot)
    return WORDS[fault.code](_Words(posed, located))


class _Words:
    """The names and times of a fault."""

    def __init__(self, posed: Posed, fault: Fault) -> None:
        self.posed, self.fault = posed, fault

    @property
    def person(self) -> str:
        """The first person concerned."""
        return full_name(self.posed.people[self.fault.people[0]])

    @property
    def pair(self) -> str:
        """The two people of the first meeting concerned."""
        return pair_words(self.posed, self.fault.meetings[0])

    @property
    def meetings(self) -> str:
        """Every meeting concerned."""
        return "; ".join(pair_words(self.posed, number) for number in self.fault.meetings)

    @property
    def others(self) -> str:
        """Whom the first person concerned would meet."""
        own = self.fault.people[0]
        meetings = (self.posed.problem.meetings[number].people for number in self.fault.meetings)
        return ", ".join(name_of(self.posed.people[one]) for people in meetings for one in people if one != own)

    @property
    def time(self) -> str:
        """When."""
        if self.fault.slot is None:
            return ""
        slot = self.posed.slots[self.fault.slot]
        return when(self.posed.session, slot.starts_at, slot.ends_at)

    @property
    def table(self) -> str:
        """Where."""
        return where(self.posed.tables[self.fault.table]) if self.fault.table is not None else ""

    @property
    def languages(self) -> str:
        """Of the interpreter."""
        return languages_of(self.posed.problem.meetings[self.fault.meetings[0]].language or "")


def pair_words(posed: Posed, number: int) -> str:
    """A meeting by the names of its people."""
    people = posed.problem.meetings[number].people
    return " – ".join(name_of(posed.people[person]) for person in people)


WORDS: dict[str, Callable[[_Words], str]] = {
    "person_away": lambda w: _("%(person)s is not there at %(time)s.", person=w.person, time=w.time),
    "person_twice": lambda w: _(
        "%(person)s would have two meetings at %(time)s: with %(others)s.",
        person=w.person, time=w.time, others=w.others,
    ),
    "too_few": lambda w: _("%(person)s would have too few meetings.", person=w.person),
    "too_many": lambda w: _("%(person)s would have more meetings than they want.", person=w.person),
    "table_away": lambda w: _("The place “%(table)s” is closed at %(time)s.", table=w.table, time=w.time),
    "table_twice": lambda w: _(
        "Two meetings would sit at “%(table)s” at %(time)s: %(meetings)s.",
        table=w.table, time=w.time, meetings=w.meetings,
    ),
    "no_table": lambda w: _("No table that suits %(pair)s is free at %(time)s.", pair=w.pair, time=w.time),
    "table_for_online": lambda w: _("%(pair)s meet online and need no table.", pair=w.pair),
    "wrong_table": lambda w: _(
        "%(pair)s cannot sit at “%(table)s”: hosts and sponsors sit at their own tables.", pair=w.pair, table=w.table
    ),
    "equipment_missing": lambda w: _("“%(table)s” lacks equipment that %(pair)s need.", pair=w.pair, table=w.table),
    "wrong_slot": lambda w: _("%(pair)s have agreed on another time.", pair=w.pair),
    "order_broken": lambda w: _("These meetings would be in the wrong order: %(meetings)s.", meetings=w.meetings),
    "interpreters_short": lambda w: _(
        "At %(time)s no interpreter is free for %(languages)s.", time=w.time, languages=w.languages
    ),
    "blocked_pair": lambda w: _("%(pair)s may not be brought together.", pair=w.pair),
    "meeting_twice": lambda w: _("%(pair)s would meet twice.", pair=w.pair),
    "choice_twice": lambda w: _(
        "Of these meetings one is enough, representatives share the request: %(meetings)s.", meetings=w.meetings
    ),
    "required_missing": lambda w: _("%(pair)s must meet.", pair=w.pair),
    "breaks_apart": lambda w: _("%(person)s would have many more breaks than others.", person=w.person),
}  # fmt: skip


def codes() -> Iterator[str]:
    """The faults that have words."""
    yield from WORDS
