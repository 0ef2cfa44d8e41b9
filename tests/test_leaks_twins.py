"""Two worlds that differ only in what a reader may not see answer this reader byte for byte alike (laws 4 and 8)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.cast import TEXTS
from tests.twins import FATES, ISSUE, SLOTS, Base, Hidden, Secret, Twin, make_twins

few = settings(
    derandomize=True,
    deadline=None,
    max_examples=2,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # to make a failing pair smaller would take minutes
    suppress_health_check=[HealthCheck.too_slow],
)
SOME = st.lists(
    st.integers(0, 60), min_size=3, max_size=3
)  # which pages of each role are asked for: all would take minutes
ALL = list(range(61))
WORDS = [
    "copper",
    "flotation",
    "tailings",
    "hydrocyclone",
    "шламохранилище",
    "зюмбрик",
    "қалдық",
    "xyzzysecret",
    "клюмзак",
]
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
ACCESS = ("author", "company", "operator", "analyst", "outsider", "anonymous")
OVERSEERS = ("operator", "analyst")
FOREIGN = ("stranger offer", "anonymous capability", "anonymous need")
OWN = {"author": ("author offer", "author need"), "company": ("company need", "company offer")}
HOUSES = {"author": "laboratory", "company": "enterprise"}


def hidden(*closed: str) -> st.SearchStrategy[Hidden]:
    """A posting that is meant for others, or is not live.

    Only one that was never open has answered and is not live: what the others have answered, the overview still counts.
    """
    shared = {
        "words": TEXT,
        "kind": st.sampled_from(["capability", "need"]),
        "lang": st.sampled_from(["en", "ru", "kk"]),
        "codes": st.sampled_from([("1.4",), ("2.5", "1.3"), ("2.7",)]),
    }
    answer = st.sampled_from(["", "declined", "interested"])
    past = st.sampled_from([fate for fate in FATES if fate != "published"])
    once_open = st.sampled_from(["public", "anonymous"])
    live = st.builds(Hidden, fate=st.just("published"), visibility=st.sampled_from(closed), answer=answer, **shared)
    never_open = st.builds(Hidden, fate=past, visibility=st.just("invited"), answer=answer, **shared)
    return live | never_open | st.builds(Hidden, fate=past, visibility=once_open, **shared)


def secrets(*closed: str) -> st.SearchStrategy[Secret]:
    owner = st.integers(0, 1)
    return st.builds(Secret, st.tuples(*[hidden(*closed)] * SLOTS), TEXT, st.tuples(owner, owner))


LOUD = Secret(
    (
        Hidden(f"{ISSUE} hydrocyclone шламохранилище", "need", "en", "published", "invited", ("2.7",), "declined"),
        Hidden(f"{ISSUE} xyzzysecret", "capability", "en", "published", "invited", ("1.4",), "interested"),
        Hidden(
            "Зюмбрик клюмзак флотация меди хвосты " * 3, "need", "ru", "published", "invited", ("2.5",), "interested"
        ),
    ),
    "клюмзак xyzzysecret hydrocyclone",
    (1, 1),
)


@pytest.fixture(scope="module")
def twins(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Twin, Twin]]:
    made = make_twins(sqlite_template, tmp_path_factory.mktemp("twins"))
    yield made
    for twin in made:
        twin.database.engine.dispose()


Calls = dict[str, dict[str, Any]]


def gets(*pages: str) -> Calls:
    return {page.replace(" ", "+"): {} for page in pages}


def posts(**sent: Any) -> dict[str, Any]:
    return {"method": "POST", **sent}


def asked_of_all(base: Base, text: str) -> Calls:
    """Pages and the JSON interface, which everyone may ask."""
    asked = {"text": f"{ISSUE} {text}", "limit": 50}
    pages = ["/", "/search", f"/search?text={text}", "/search?region=KZ-75&kind=need", f"/api/v1/postings?text={text}"]
    calls = gets(*pages, f"/organisations/{base.strangers[0]}", f"/organisations/{base.strangers[1]}")
    for name, kind in (("recommend", "need"), ("recommend", "capability"), ("extract", "capability")):
        calls[f"/api/v1/{name} {kind}"] = posts(json=asked | {"kind": kind})
    return calls


def asked_of_posters(text: str) -> Calls:
    """What answers while something is written: a start from a text, counterparts of what is typed."""
    typed = TEXTS | {"kind": "need", "lang": "en", "title": f"{ISSUE} {text}", "fields": ["2.5"]}
    return {
        "/start": posts(data={"text": f"{TEXTS['summary']} {text}. {TEXTS['description']}", "kind": "capability"}),
        "/start again": posts(data=typed | {"step": "again"}),
        "/postings/live": posts(data=typed),
    }


def asked_of_owners(base: Base, role: str) -> Calls:
    """The recommendations of what is theirs, a record, an introduction."""
    lists = [f"/postings/{base.visible[name]}/recommendations" for name in OWN[role]]
    lists += [f"{lists[0]}?region=KZ-75", f"/organisations/{getattr(base.cast, HOUSES[role])}/recommendations"]
    record = [f"/recommendations/{base.record}"] if role == "author" else []
    return gets(*lists, *record, "/introductions/", f"/introductions/{base.introduction}", "/postings/mine")


def asked_of_overseers(role: str, text: str) -> Calls:
    """The rest is what every member is shown: their home tells more."""
    kept = gets("/glossary/unknown", f"/glossary/?text={text.split()[0]}", "/matching/") if role == "operator" else {}
    return gets("/", "/overview", "/search") | kept


def asked(base: Base, role: str, text: str) -> Calls:
    """Everything that is compared for a role, but for the pages of hidden postings."""
    if role in OVERSEERS:
        return asked_of_overseers(role, text)
    calls = asked_of_all(base, text)
    calls |= gets(*(f"/postings/{number}" for name, number in base.visible.items() if name in FOREIGN))
    return calls | (asked_of_posters(text) | asked_of_owners(base, role) if role in OWN else {})


def asked_of_officers(base: Base, text: str) -> Calls:
    """What officers are shown of everything, but for the pages of postings and of introductions."""
    lists = [f"/postings/{base.visible[name]}/recommendations" for name in ("author offer", "stranger need")]
    lists += [f"/organisations/{base.strangers[0]}/recommendations", f"/recommendations/{base.record}"]
    own = gets(*lists, "/desk/", "/desk/unmatched", "/overview", "/matching/", "/introductions/", "/glossary/unknown")
    return asked_of_all(base, text) | asked_of_posters(text) | own


def pages_of(numbers: list[int]) -> Calls:
    """The pages of postings, and what the JSON interface says of them."""
    return gets(*(f"{address}/postings/{number}" for number in numbers for address in ("", "/api/v1")))


def chosen(calls: Calls, which: list[int]) -> Calls:
    """Some of the calls."""
    names = list(calls)
    return {names[number % len(names)]: calls[names[number % len(names)]] for number in which}


def compare(twins: tuple[Twin, Twin], role: str, calls: Calls) -> tuple[list[str], ...]:
    """The calls that the two worlds answer differently, and those that are refused."""
    one, two = (twin.answers(role, calls) for twin in twins)
    return [name for name in calls if one[name] != two[name]], [name for name in calls if one[name][0] != 200]


def check_twins(twins: tuple[Twin, Twin], one: Secret, two: Secret, which: list[int], *roles: str) -> None:
    """Neither a difference nor a page of something hidden."""
    become(twins, one, two)
    text = " ".join((two.hidden[0].words, one.hidden[0].words))[:200]
    absent = pages_of(twins[0].base.slots[:1])
    calls = {role: chosen(asked(twins[0].base, role, text), which) | absent for role in roles}
    assert {role: compare(twins, role, calls[role]) for role in roles} == dict.fromkeys(roles, ([], list(absent)))


def become(twins: tuple[Twin, Twin], *secrets: Secret) -> None:
    for twin, secret in zip(twins, secrets, strict=True):
        twin.become(secret)


def test_what_a_reader_may_not_see_changes_nothing_that_the_reader_sees(twins: tuple[Twin, Twin]) -> None:
    @few
    @example(Secret(), LOUD, ALL)
    @given(secrets("invited"), secrets("invited"), SOME)
    def check(one: Secret, two: Secret, which: list[int]) -> None:
        check_twins(twins, one, two, which, *ACCESS)

    check()


def test_what_members_see_changes_nothing_for_visitors(twins: tuple[Twin, Twin]) -> None:
    @few
    @example(Secret(), meant_for_members(LOUD), ALL)
    @given(secrets("members", "invited"), secrets("members", "invited"), SOME)
    def check(one: Secret, two: Secret, which: list[int]) -> None:
        check_twins(twins, one, two, which, "anonymous")

    check()


def meant_for_members(secret: Secret) -> Secret:
    return replace(secret, hidden=tuple(replace(one, visibility="members") for one in secret.hidden))


def test_a_confidential_part_shows_to_officers_nowhere_but_on_its_page(twins: tuple[Twin, Twin]) -> None:
    @few
    @example("", LOUD.confidential, ALL)
    @given(TEXT, TEXT, SOME)
    def check(one: str, two: str, which: list[int]) -> None:
        become(twins, Secret(LOUD.hidden, one), Secret(LOUD.hidden, two))
        calls = chosen(asked_of_officers(twins[0].base, f"{two} {one}".strip()), which)
        assert compare(twins, "officer", calls) == ([], [])

    check()
