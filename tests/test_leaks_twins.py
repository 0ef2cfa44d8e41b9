"""Two worlds that differ only in what a reader may not see answer this reader byte for byte alike (laws 4 and 8)."""

from collections.abc import Iterator
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
SOME = st.lists(st.integers(0, 60), min_size=8, max_size=8)  # which pages are asked for: all would take minutes
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
POSTERS = ("author", "company", "operator", "officer", "outsider")
OWN = {"author": ("author offer", "author need"), "company": ("company need", "company offer")}
HOUSES = {"author": "laboratory", "company": "enterprise"}


def hidden(role: str) -> st.SearchStrategy[Hidden]:
    """A posting that is not live, or not meant for the reader.

    The overview counts what was answered by postings that were open to the overseers once; so none of these did.
    """
    closed = ("invited", "members") if role == "anonymous" else ("invited",)
    shared = {
        "words": TEXT,
        "kind": st.sampled_from(["capability", "need"]),
        "lang": st.sampled_from(["en", "ru", "kk"]),
        "codes": st.sampled_from([("1.4",), ("2.5", "1.3"), ("2.7",)]),
    }
    answers = st.sampled_from(["", "declined", "interested"])
    live = st.builds(Hidden, fate=st.just("published"), visibility=st.sampled_from(closed), answer=answers, **shared)
    others = st.sampled_from([fate for fate in FATES if fate != "published"])
    past = st.just("") if role in OVERSEERS else answers
    opened = st.sampled_from(["public", "anonymous"])
    return live | st.builds(Hidden, fate=others, visibility=opened, answer=past, **shared)


SECRETS = {
    role: st.builds(
        Secret,
        st.tuples(*[hidden(role)] * SLOTS),
        TEXT,
        st.tuples(st.integers(0, 1), st.integers(0, 1)),
    )
    for role in ACCESS
}
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


def asked_of_all(base: Base, text: str) -> dict[str, dict[str, Any]]:
    """Pages and the JSON interface, which everyone may ask."""
    pages = ["/", "/search", "/search?text=copper+flotation", f"/search?text={text}", "/search?region=KZ-75&kind=need"]
    pages += ["/organisations/", *(f"/organisations/{one}" for one in (*base.strangers, base.cast.laboratory))]
    pages += ["/api/v1/postings", f"/api/v1/postings?text={text}", "/about/matching"]
    asked = {"text": f"{ISSUE} {text}", "limit": 50}
    calls: dict[str, dict[str, Any]] = {page.replace(" ", "+"): {} for page in pages}
    for kind in ("need", "capability"):
        calls |= {f"/api/v1/{name} {kind}": posting(json=asked | {"kind": kind}) for name in ("recommend", "extract")}
    return calls


def posting(**sent: Any) -> dict[str, Any]:
    return {"method": "POST", **sent}


def asked_of_posters(text: str) -> dict[str, dict[str, Any]]:
    """What answers while something is written: a start from a text, counterparts of what is typed."""
    typed = TEXTS | {"kind": "need", "lang": "en", "title": f"{ISSUE} {text}", "fields": ["2.5"]}
    return {
        "/start": posting(data={"text": f"{TEXTS['summary']} {text}. {TEXTS['description']}", "kind": "capability"}),
        "/start again": posting(data=typed | {"step": "again"}),
        "/postings/live": posting(data=typed),
        "/introductions/": {},
    }


def asked_of_owners(base: Base, role: str) -> dict[str, dict[str, Any]]:
    """The recommendations of what is theirs, records, an introduction."""
    pages = [f"/postings/{base.visible[name]}/recommendations" for name in OWN[role]]
    pages += [f"/postings/{base.visible[OWN[role][0]]}/recommendations?region=KZ-75&organisation_kind=bank"]
    pages += [f"/organisations/{getattr(base.cast, HOUSES[role])}/recommendations", "/postings/mine"]
    pages += [f"/introductions/{base.introduction}", *([f"/recommendations/{base.record}"] if role == "author" else [])]
    return {page: {} for page in pages}


def asked(base: Base, role: str, text: str) -> dict[str, dict[str, Any]]:
    """Everything that a role is asked here to compare."""
    calls = asked_of_all(base, text)
    others = [number for name, number in base.visible.items() if name not in OWN.get(role, ())]
    calls |= {f"/postings/{number}": {} for number in (*base.slots, *others)}
    calls |= {f"/api/v1/postings/{number}": {} for number in base.slots}
    if role in POSTERS:
        calls |= asked_of_posters(text)
    if role in OWN:
        calls |= asked_of_owners(base, role)
    if role in OVERSEERS:
        calls |= {"/overview": {}}
    if role == "operator":
        calls |= {"/glossary/unknown": {}, f"/glossary/?text={text.split()[0]}": {}, "/matching/": {}}
    return calls


def differing(
    twins: tuple[Twin, Twin], role: str, secrets: tuple[Secret, Secret], possible: dict[str, Any], which: list[int]
) -> list[str]:
    """Those of the calls chosen that the two worlds answer differently."""
    names = list(possible)
    calls = {names[one % len(names)]: possible[names[one % len(names)]] for one in which}
    for twin, secret in zip(twins, secrets, strict=True):
        twin.become(secret)
    one, two = (twin.answers(role, calls) for twin in twins)
    return [name for name in calls if one[name] != two[name]]


@pytest.mark.parametrize("role", ACCESS)
def test_what_a_role_may_not_see_changes_nothing_that_it_sees(twins: tuple[Twin, Twin], role: str) -> None:
    @few
    @example(Secret(), LOUD, ALL)
    @given(SECRETS[role], SECRETS[role], SOME)
    def check(one: Secret, two: Secret, which: list[int]) -> None:
        text = " ".join((two.hidden[0].words, one.hidden[0].words))[:200]
        assert differing(twins, role, (one, two), asked(twins[0].base, role, text), which) == []

    check()


def asked_of_officers(base: Base, text: str) -> dict[str, dict[str, Any]]:
    """What officers are shown of everything, but for the pages of postings and of introductions."""
    numbers, houses = base.visible.values(), (base.cast.laboratory, base.cast.enterprise, *base.strangers)
    pages = [f"/postings/{number}/recommendations" for number in numbers]
    pages += [f"/organisations/{house}/recommendations" for house in houses]
    pages += [
        "/desk/",
        "/desk/unmatched",
        "/overview",
        "/matching/",
        "/introductions/",
        f"/recommendations/{base.record}",
    ]
    pages += ["/glossary/unknown", f"/glossary/?text={text.split()[0]}"]
    return asked_of_all(base, text) | asked_of_posters(text) | {page: {} for page in pages}


def test_a_confidential_part_shows_to_officers_nowhere_but_on_its_page(twins: tuple[Twin, Twin]) -> None:
    @few
    @example("", LOUD.confidential, ALL)
    @given(TEXT, TEXT, SOME)
    def check(one: str, two: str, which: list[int]) -> None:
        calls = asked_of_officers(twins[0].base, f"{two} {one}".strip())
        secrets = (Secret(LOUD.hidden, one), Secret(LOUD.hidden, two))
        assert differing(twins, "officer", secrets, calls, which) == []

    check()


def test_what_is_asked_is_answered(twins: tuple[Twin, Twin]) -> None:
    """Errors are alike too: the pages that are compared must be pages, but for those of the hidden postings."""
    base, text = twins[0].base, ISSUE
    twins[0].become(LOUD)
    every = {role: asked(base, role, text) for role in ACCESS} | {"officer": asked_of_officers(base, text)}
    hidden_pages = {address.format(slot) for slot in base.slots for address in ("/postings/{}", "/api/v1/postings/{}")}
    for role, calls in every.items():
        refused = {name for name, (status, _page) in twins[0].answers(role, calls).items() if status != 200}
        assert refused == (set() if role == "officer" else hidden_pages & set(calls)), role
