"""After a loss: everything else stays, what is displaced finds a place, what now fits is offered."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from benchmarks.generated import generated
from matchmaker.scheduling.changes import with_absence, without_meetings, without_person, without_table
from matchmaker.scheduling.check import faults_of
from matchmaker.scheduling.problem import Kind, Meeting, Person, Placed, Problem, Table
from matchmaker.scheduling.repair import Offer, Repair, repair
from matchmaker.scheduling.solve import solve
from tests.scheduling.strategies import problems

ALL = frozenset(range(3))
PEOPLE = (Person(ALL),) * 5
MEETINGS = (Meeting((0, 1), 5), Meeting((0, 2), 4), Meeting((1, 2), 3), Meeting((3, 4), 2), Meeting((2, 3), 1))
PROBLEM = Problem(3, PEOPLE, MEETINGS, (Table(ALL), Table(ALL)), floor=1)
TIMETABLE = (Placed(0, 0, 0), Placed(1, 1, 0), Placed(2, 2, 0), Placed(3, 2, 1))


def test_only_the_meetings_of_who_cancels_go() -> None:
    changed = without_person(PROBLEM, TIMETABLE, 0)
    assert repair(changed, TIMETABLE) == Repair(
        (Placed(2, 2, 0), Placed(3, 2, 1)), (0, 1), (), (), (Offer(Placed(4, 1, 0), 0, 0),)
    )


def test_who_leaves_has_met_before() -> None:
    changed = without_person(PROBLEM, TIMETABLE, 0, from_slot=1)
    assert repair(changed, TIMETABLE, from_slot=1) == Repair(
        (Placed(0, 0, 0), Placed(2, 2, 0), Placed(3, 2, 1)), (1,), (), (), (Offer(Placed(4, 1, 0), 0, 0),)
    )


def test_who_is_late_meets_later() -> None:
    found = repair(with_absence(PROBLEM, 3, {2}), TIMETABLE)
    assert found == Repair((Placed(0, 0, 0), Placed(1, 1, 0), Placed(2, 2, 0), Placed(3, 0, 1)), (), (3,), (), ())


def test_someone_else_moves_to_make_room() -> None:
    """Person 1 misses slot 0, and is open with person 0 in slot 2 once meeting 2 has moved to slot 0."""
    timetable = (Placed(0, 0, 0), Placed(1, 1, 0), Placed(2, 2, 0))
    people = (Person(ALL), Person(ALL), Person(ALL), Person(ALL), Person(ALL))
    problem = Problem(3, people, (*MEETINGS[:2], Meeting((1, 3), 3), *MEETINGS[3:]), (Table(ALL),))
    changed = with_absence(problem, 0, {0})
    found = repair(changed, timetable)
    assert (found.gone, found.moved, faults_of(changed, found.timetable)) == ((), (0, 2), ())


def test_meetings_of_a_failed_table_go_to_another() -> None:
    timetable = (Placed(0, 0, 0), Placed(1, 1, 0), Placed(3, 1, 1))
    changed = without_table(PROBLEM, 0)
    assert repair(changed, timetable, offers=0) == Repair(
        (Placed(0, 0, 1), Placed(1, 2, 1), Placed(3, 1, 1)), (), (1,), (0,), ()
    )


def test_a_freed_slot_is_offered_to_the_more_wanted() -> None:
    meetings = (*MEETINGS, Meeting((2, 4), 9), Meeting((1, 3), 1, Kind.MUTUAL))
    problem = Problem(3, PEOPLE, meetings, (Table(ALL),), floor=1)
    timetable = (Placed(0, 0, 0), Placed(1, 1, 0), Placed(3, 2, 0))
    found = repair(without_meetings(problem, timetable, {1}), timetable)
    assert found.offers == (Offer(Placed(6, 1, 0), 0, 0),)


def test_what_was_required_and_is_lost_is_said() -> None:
    pinned = (Meeting((0, 1), required=True, slots=frozenset({0})), Meeting((2, 3)))
    problem = Problem(2, (Person(frozenset({0, 1}), least=1),) * 4, pinned, (Table(frozenset({0, 1})),) * 2)
    timetable = (Placed(0, 0, 0), Placed(1, 0, 1))
    late = repair(with_absence(problem, 0, {0}), timetable)
    assert (late.lost_required, late.below_least, late.gone) == ((0,), (0, 1), (0,))
    cancelled = repair(without_person(problem, timetable, 0), timetable)
    assert (cancelled.lost_required, cancelled.below_least, cancelled.gone) == ((), (), (0,))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems(), st.data())
def test_no_faults_after_a_loss(problem: Problem, data: st.DataObject) -> None:
    before = solve(problem, 10.0, threads=1, stop=None).timetable
    assume(before)
    from_slot = data.draw(st.integers(0, problem.slots - 1))
    person = data.draw(st.integers(0, len(problem.people) - 1))
    changed = data.draw(
        st.sampled_from(
            (
                without_person(problem, before, person, from_slot),
                without_table(problem, 0, from_slot),
                with_absence(problem, person, range(from_slot, problem.slots)),
                without_meetings(problem, before, {before[0].meeting}, from_slot),
            )
        )
    )
    found = repair(changed, before, from_slot)
    unmet = {"required_missing": found.lost_required, "too_few": found.below_least, "breaks_apart": not found.even}
    codes = {fault.code for fault in faults_of(changed, found.timetable)}
    assert codes == {code for code, own in unmet.items() if own}
    assert {one for one in found.timetable if one.slot < from_slot} == {one for one in before if one.slot < from_slot}
    offered = (*found.timetable, *(offer.placed for offer in found.offers))
    assert {fault.code for fault in faults_of(changed, offered)} <= set(unmet)


def test_cancellations_at_an_event_move_nobody_else() -> None:
    problem = generated(40, 12, 12, 200, 1)
    before = solve(problem, 1.0).timetable
    for person in range(0, 40, 5):
        changed = without_person(problem, before, person)
        found = repair(changed, before)
        gone = tuple(one.meeting for one in before if person in problem.meetings[one.meeting].people)
        assert (found.gone, found.moved, faults_of(changed, found.timetable)) == (gone, (), ())
