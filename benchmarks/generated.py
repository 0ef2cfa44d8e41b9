"""Made sessions, fixed by a seed: who comes, who asks for whom, and what stands in the way.

Everybody works in one to three of the session's fields (about one per fifteen people) and has a drawing power that is
log-normal, so that a few people draw many requests. Requests are drawn one by one: an asker by diligence, then someone of
the other side (two thirds of those who ask are enterprises looking for laboratories or the reverse; the rest ask anyone) by
drawing power, eight times as likely in a common field. A request that is returned, or that its target accepts (more likely
the better the match and the less sought the target), is mutual; officers make 2 % of the best pairs must-meets. A value is
the match in points, 5 to 100. Then: 70 % are there all day, 20 % for half of it, 10 % with holes; a quarter take fewer
meetings than they have slots; 8 % of the pairs need an interpreter, of whom there are few; a tenth of the tables have a
screen, which 5 % of the meetings need; 5 % are online; some are pinned, confined, in order, shared between
representatives, or blocked. The floor is 3 (2 where there are fewer than 14 slots).
"""

import math
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from random import Random

from matchmaker.scheduling.problem import Kind, Meeting, Person, Problem, Table

LANGUAGE, SCREEN = "en", "screen"


def generated(people: int, slots: int, tables: int, pairs: int, seed: int) -> Problem:
    """One session."""
    random = Random(f"{people}/{slots}/{tables}/{pairs}/{seed}")
    attending = tuple(_person(slots, random) for _one in range(people))
    rooms = tuple(_table(number, tables, slots, random) for number in range(tables))
    meetings = _confined(_meetings(people, pairs, random), attending, slots, random)
    problem = Problem(
        slots,
        attending,
        tuple(_pinned(meetings, attending, slots, random)),
        rooms,
        interpreters={LANGUAGE: tuple(max(1, round(tables * 0.06)) for _slot in range(slots))},
        floor=3 if slots >= 14 else 2,
        pauses=frozenset({slots // 2 - 1}),
    )
    return _with_orders(problem, random)


def _person(slots: int, random: Random) -> Person:
    """There all day, for half of it, or with holes."""
    lot, free = random.random(), set(range(slots))
    if lot < 0.2:
        half = slots // 2
        free = set(range(half)) if random.random() < 0.5 else set(range(half, slots))
    elif lot < 0.3:
        free -= {slot for slot in free if random.random() < 0.25}
    most = max(2, round(len(free) * random.uniform(0.4, 0.8))) if random.random() < 0.25 else None
    return Person(frozenset(free), most=most)


def _table(number: int, tables: int, slots: int, random: Random) -> Table:
    """The first tenth have a screen; one in twenty is away for a while."""
    start = random.randrange(slots) if random.random() < 0.05 else slots
    free = frozenset(slot for slot in range(slots) if not start <= slot < start + slots // 4)
    return Table(free, frozenset({SCREEN}) if number < math.ceil(tables / 10) else frozenset())


def _meetings(people: int, pairs: int, random: Random) -> list[Meeting]:
    """The pairs that asked for each other, with how much and in which way."""
    fields = max(3, people // 15)
    own = [frozenset(random.sample(range(fields), random.choice((1, 1, 2, 3)))) for _one in range(people)]
    power = [random.lognormvariate(0, 0.9) for _one in range(people)]
    diligence = [random.lognormvariate(0, 0.6) for _one in range(people)]
    side = [number % 2 for number in range(people)]
    asked = _asked(pairs, own, power, diligence, side, random)
    times = Counter(target for _asker, target in asked)
    sought = [times[number] for number in range(people)]
    found = [_meeting(pair, asked, own, sought, random) for pair in sorted({tuple(sorted(pair)) for pair in asked})]
    best = sorted(range(len(found)), key=lambda number: -found[number].value * random.uniform(0.6, 1))
    for number in best[: round(pairs * 0.02)]:
        found[number] = replace(found[number], kind=Kind.MUST)
    return found


def _asked(
    pairs: int,
    own: list[frozenset[int]],
    power: list[float],
    diligence: list[float],
    side: list[int],
    random: Random,
) -> set[tuple[int, int]]:
    """Who asks for whom, until there are so many pairs."""
    numbers, asked, different = range(len(own)), set[tuple[int, int]](), set[tuple[int, int]]()
    drawn: dict[frozenset[int], list[float]] = {}
    busy = list(accumulate(diligence))
    while len(different) < pairs:
        asker = random.choices(numbers, cum_weights=busy)[0]
        if (fields := own[asker]) not in drawn:
            drawn[fields] = list(accumulate(power[one] * (8 if fields & own[one] else 1) for one in numbers))
        target = random.choices(numbers, cum_weights=drawn[fields])[0]
        across = random.random() < 2 / 3
        if asker == target or (across and side[asker] == side[target]):
            continue
        pair = (min(asker, target), max(asker, target))
        if pair not in different or (target, asker) not in asked:
            asked.add((asker, target))
            different.add(pair)
    return asked


def _meeting(
    pair: tuple[int, ...],
    asked: set[tuple[int, int]],
    own: list[frozenset[int]],
    sought: list[int],
    random: Random,
) -> Meeting:
    """One pair; a target that is much sought accepts less often."""
    one, other = pair
    mean = sum(sought) / len(sought)
    match = min(1.0, max(0.05, random.betavariate(2, 3) + 0.15 * len(own[one] & own[other])))
    target = other if (one, other) in asked else one
    returned = (one, other) in asked and (other, one) in asked
    accepted = random.random() < 0.6 * match * min(1.0, mean / max(sought[target], 1))
    lot = random.random()
    return Meeting(
        (one, other),
        round(100 * match),
        Kind.MUTUAL if returned or accepted else Kind.ONE_SIDED,
        equipment=frozenset({SCREEN}) if lot < 0.05 else frozenset(),
        online=0.05 <= lot < 0.10,
        language=LANGUAGE if random.random() < 0.08 else None,
    )


def _confined(meetings: list[Meeting], people: tuple[Person, ...], slots: int, random: Random) -> list[Meeting]:
    """2 % may lie only in half of the slots; 3 % are shared between two representatives of one organisation."""
    found, choices = list(meetings), 0
    for number, meeting in enumerate(meetings):
        lot = random.random()
        if lot < 0.02:
            found[number] = replace(meeting, slots=frozenset(random.sample(range(slots), slots // 2)))
        elif lot < 0.035 and number and found[number - 1].choice is None:
            for one in (number - 1, number):
                found[one] = replace(found[one], choice=choices)
            choices += 1
    return found


def _pinned(meetings: list[Meeting], people: tuple[Person, ...], slots: int, random: Random) -> list[Meeting]:
    """1 % are required in a slot of an officer's choice, at which both are there and nothing else of theirs is pinned."""
    found, taken = list(meetings), set[tuple[int, int]]()
    for number in random.sample(range(len(meetings)), max(1, len(meetings) // 100)):
        meeting = meetings[number]
        one, other = meeting.people
        common = sorted(people[one].free & people[other].free & (meeting.slots or frozenset(range(slots))))
        free = [slot for slot in common if not {(one, slot), (other, slot)} & taken]
        few = min(people[one].most or slots, people[other].most or slots) < 4
        if meeting.choice is not None or meeting.language or meeting.equipment or few or not free:
            continue
        slot = random.choice(free)
        taken |= {(one, slot), (other, slot)}
        found[number] = replace(meeting, required=True, slots=frozenset({slot}))
    return found


def _with_orders(problem: Problem, random: Random) -> Problem:
    """0.5 % of the pairs may not meet, and as many meetings of one person are to come before another of theirs."""
    size, before, blocked = len(problem.meetings), set[tuple[int, int]](), set[frozenset[int]]()
    of_person: dict[int, list[int]] = {}
    for number, meeting in enumerate(problem.meetings):
        of_person.setdefault(meeting.people[0], []).append(number)
        of_person.setdefault(meeting.people[1], []).append(number)
    for number in random.sample(range(size), size // 100):
        own = problem.meetings[number]
        others = [other for other in of_person[own.people[0]] if other > number]
        if own.required:
            continue
        if random.random() < 0.5:
            blocked.add(frozenset(own.people))
        elif others:
            before.add((number, random.choice(others)))
    return replace(problem, before=tuple(sorted(before)), blocked=frozenset(blocked))
