"""Small problems of every sort, for properties that hold of all of them."""

from itertools import product

from hypothesis import strategies as st

from matchmaker.scheduling.check import faults_of
from matchmaker.scheduling.problem import Kind, Meeting, Person, Placed, Problem, Table, Timetable

LANGUAGES, TOOLS = ("en", "zh"), ("screen", "lab")


@st.composite
def problems(draw: st.DrawFn, people: int = 5, slots: int = 4, tables: int = 3, meetings: int = 8) -> Problem:
    """A well-formed problem, which may have no timetable."""
    size = draw(st.integers(2, slots))
    everything = frozenset(range(size))
    some_slots = st.frozensets(st.integers(0, size - 1), max_size=size // 2).map(lambda away: everything - away)
    tools = st.sampled_from((frozenset[str](), frozenset[str](), frozenset(TOOLS[:1]), frozenset(TOOLS)))
    attending = draw(st.lists(_person(some_slots), min_size=3, max_size=people))
    rooms = draw(st.lists(st.builds(Table, some_slots, tools), min_size=1, max_size=tables))
    numbers = st.integers(0, len(attending) - 1)
    own = _meeting(len(attending), some_slots, len(rooms), tools)
    candidates = draw(st.lists(own, min_size=meetings // 2, max_size=meetings))
    pairs = st.tuples(st.integers(0, len(candidates) - 1), st.integers(0, len(candidates) - 1))
    before = draw(st.lists(pairs.filter(lambda pair: pair[0] != pair[1]), max_size=2)) if len(candidates) > 1 else []
    return Problem(
        size,
        tuple(attending),
        tuple(candidates),
        tuple(rooms),
        {"en": tuple(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))},
        tuple(before),
        draw(st.frozensets(st.frozensets(numbers, min_size=2, max_size=2), max_size=1)),
        draw(st.integers(0, 2)),
        draw(st.frozensets(st.integers(0, size - 1), max_size=1)),
        draw(st.sampled_from((None, None, None, 0, 1))),
    )


def _person(some_slots: st.SearchStrategy[frozenset[int]]) -> st.SearchStrategy[Person]:
    return st.builds(Person, some_slots, st.sampled_from((*[0] * 9, 1)), st.sampled_from((None, None, 1, 2)))


def _meeting(
    people: int,
    some_slots: st.SearchStrategy[frozenset[int]],
    tables: int,
    tools: st.SearchStrategy[frozenset[str]],
) -> st.SearchStrategy[Meeting]:
    some_tables = st.frozensets(st.integers(0, tables - 1), min_size=1)
    return st.builds(
        Meeting,
        st.permutations(range(people)).flatmap(
            lambda order: st.sampled_from((2, 2, 2, 3)).map(lambda size: tuple(order[:size]))
        ),
        st.integers(0, 9),
        st.sampled_from(Kind),
        st.sampled_from((*[False] * 9, True)),
        st.none() | some_slots,
        st.none() | st.none() | some_tables,
        tools.map(lambda own: own - {TOOLS[1]}),
        st.sampled_from((False, False, False, True)),
        st.sampled_from((*[None] * 6, *LANGUAGES)),
        st.sampled_from((None, None, None, 0, 1)),
    )


Rank = tuple[int, int, int, int]


def rank_of(problem: Problem, timetable: Timetable) -> Rank:
    """Must-meets, mutual requests, shortfall below zero, value: counted plainly."""
    placed = [problem.meetings[one.meeting] for one in timetable]
    counts = [sum(person in meeting.people for meeting in placed) for person in range(len(problem.people))]
    return (
        sum(meeting.kind is Kind.MUST for meeting in placed),
        sum(meeting.kind is Kind.MUTUAL for meeting in placed),
        -sum(max(0, problem.floor - count) for count in counts),
        sum(meeting.value for meeting in placed),
    )


def best_rank(problem: Problem) -> Rank | None:
    """The best of all timetables; None when there is none."""
    return max(ranks_of(problem), default=None)


def ranks_of(problem: Problem) -> set[Rank]:
    """How good all timetables are, by trying everything. Prefixes that already break a wall are left."""
    found: set[Rank] = set()
    places = [(slot, table) for slot, table in product(range(problem.slots), (None, *range(len(problem.tables))))]
    growing = {"too_few", "required_missing", "breaks_apart"}

    def extend(number: int, timetable: Timetable) -> None:
        faults = {fault.code for fault in faults_of(problem, timetable)}
        if faults - growing:
            return
        if number == len(problem.meetings):
            found.update([rank_of(problem, timetable)] if not faults else [])
            return
        extend(number + 1, timetable)
        for slot, table in places:
            if (table is None) == problem.meetings[number].online:
                extend(number + 1, (*timetable, Placed(number, slot, table)))

    extend(0, ())
    return found
