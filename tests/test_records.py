"""Recorded recommendations: told again exactly as they were, to the own side and officers, and not a word more than allowed."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM
from matchmaker.core.db import Database
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import use_locale
from matchmaker.postings.actions import edit_posting, move_posting
from matchmaker.postings.draft import read_draft
from matchmaker.postings.queries import load_posting
from matchmaker.postings.search import Filters
from matchmaker.recommendations.actions import answer
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.queries import recommend_for_posting
from matchmaker.recommendations.records import rules
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.recommendations.records.queries import load_record
from matchmaker.recommendations.wording import Recommendation
from tests.cast import ROLES, Cast, form, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import soup, text_of

OFFER, NEED, FAR = 1, 2, 3
ANSWER, BACK = f"/interests/{OFFER}/{NEED}", f"/interests/{NEED}/{OFFER}"
TITLE = "Copper losses in flotation tailings"
REGIONS = {"regions": ["KZ-35"]}
Told = dict[str, object]


@pytest.fixture
def site(any_app: Flask, any_cast: Cast) -> Flask:
    """A capability, a need that fits, and one that does not."""
    database = any_app.extensions["database"]
    publish_posting(database, any_cast, "author", **REGIONS)
    publish_posting(database, any_cast, "company", "need", title=TITLE, trl="7", sectors=["01"], **REGIONS)
    far = {"summary": "Barley and wheat seeds that bear drought on arid pastures of the southern steppe regions."}
    publish_posting(database, any_cast, "company", "need", title="Sorghum seeds for arid pastures", **far)
    run_jobs(any_app)
    return any_app


def visitor(app: Flask, name: str) -> FlaskClient:
    return sign_in(app, f"{name}@example.org")


def records(app: Flask) -> list[RecommendationRecord]:
    with app.extensions["database"].read() as db:
        return list(db.scalars(select(RecommendationRecord).order_by(RecommendationRecord.id)))


def told(found: object) -> Told:
    """Everything that a page shows of a recommendation or of its record."""
    names = ("score", "strength", "contributions", "pair", "shared_terms", "shared_codes", "notes", "wishes")
    return {name: getattr(found, name) for name in names}


def listed(app: Flask, cast: Cast, name: str, own_id: int, filters: Filters | None = None) -> list[Recommendation]:
    database: Database = app.extensions["database"]
    with database.read() as db:
        own = load_posting(cast[name], db, own_id)
        return recommend_for_posting(cast[name], db, app.extensions["index"], own, filters)[0]


def recorded(app: Flask, cast: Cast, name: str, record_id: int = 1) -> Told:
    with app.extensions["database"].read() as db:
        return told(load_record(cast[name], db, record_id))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_record_tells_what_the_list_told(site: Flask, any_cast: Cast, locale: str) -> None:
    with use_locale(locale):
        (first, second) = listed(site, any_cast, "author", OFFER)
        shown = told(first)
    visitor(site, "author").post(ANSWER, data={"answer": "interested"})
    with use_locale(locale):
        assert recorded(site, any_cast, "author") == recorded(site, any_cast, "officer") == shown
    (kept,) = records(site)
    assert (kept.own_id, kept.other_id, kept.rank, kept.answer) == (OFFER, NEED, 1, "interested")
    assert kept.score == first.match.score == pytest.approx(sum(kept.contributions.values()))
    assert kept.bridges == {bridge.stem: bridge.points for bridge in first.match.bridges} != {}
    assert kept.engine == site.extensions["index"].versions()
    assert kept.engine["encoder"] == "hashing"
    assert second.posting.id == FAR


def test_it_stays_as_it_was_when_everything_changes(site: Flask, any_cast: Cast) -> None:
    visitor(site, "author").post(ANSWER, data={"answer": "interested"})
    before = recorded(site, any_cast, "author")
    with site.extensions["database"].write() as db:
        for name, posting_id, kind in (("author", OFFER, "capability"), ("company", NEED, "need")):
            posting = load_posting(any_cast[name], db, posting_id)
            draft = read_draft(form(kind, title="Another text altogether", summary="x" * 70, trl="1", fields=["1.4"]))
            edit_posting(any_cast[name], db, posting, draft, posting.version)
    run_jobs(site)
    assert told(listed(site, any_cast, "author", OFFER)[0]) != before
    assert recorded(site, any_cast, "author") == before
    page = visitor(site, "author").get("/recommendations/1")
    assert text_of(soup(page).select_one(".match h2")) == TITLE
    assert page.text.count("Edited since") == 2


def test_the_filters_of_the_list_count_as_they_did(site: Flask, any_cast: Cast) -> None:
    chosen = Filters(trl_min=7)
    (first,) = listed(site, any_cast, "author", OFFER, chosen)
    client = visitor(site, "author")
    page = soup(client.get(f"/postings/{OFFER}/recommendations?trl_min=7&region=&cooperation="))
    action = str(page.select(".answer form")[0]["action"])
    client.post(action, data={"answer": "interested"}, headers={"HX-Request": "true"})
    assert recorded(site, any_cast, "author") == told(first)


def test_each_change_of_mind_makes_a_record_and_a_second_click_none(site: Flask) -> None:
    client = visitor(site, "author")
    sent = [{"answer": "interested"}] * 2 + [{"answer": "declined", "reason": "budget"}, {"answer": "interested"}]
    for data in sent:
        assert client.post(ANSWER, data=data).status_code == 302
    assert [(one.id, one.answer) for one in records(site)] == [(1, "interested"), (2, "declined"), (3, "interested")]
    page = soup(client.get("/recommendations/3"))
    assert [link["href"] for link in page.select(".record-others a")] == ["/recommendations/2", "/recommendations/1"]
    card = soup(client.get(f"/postings/{OFFER}/recommendations")).select_one(".answer-record a")
    assert card is not None and card["href"] == "/recommendations/3"


def test_an_answer_that_is_refused_leaves_no_record(site: Flask) -> None:
    for sent in ({"answer": "declined"}, {"answer": "perhaps"}):
        assert visitor(site, "author").post(ANSWER, data=sent).status_code == 422
    assert visitor(site, "company").post(ANSWER, data={"answer": "interested"}).status_code == 404
    assert records(site) == []


def test_an_answer_counts_although_the_engine_has_not_read_the_posting(any_app: Flask, any_cast: Cast) -> None:
    publish_posting(any_app.extensions["database"], any_cast)
    publish_posting(any_app.extensions["database"], any_cast, "company", "need")
    answer = visitor(any_app, "author").post(ANSWER, data={"answer": "interested"}, headers={"HX-Request": "true"})
    assert (answer.status_code, "As it was recommended" in answer.text, records(any_app)) == (200, False, [])


def links(app: Flask, name: str) -> list[str]:
    return [str(link["href"]) for link in soup(visitor(app, name).get("/introductions/1")).select(".record-links a")]


def test_an_introduction_leads_each_side_to_its_own_record(site: Flask) -> None:
    visitor(site, "author").post(ANSWER, data={"answer": "interested"})
    answer = visitor(site, "company").post(BACK, data={"answer": "interested"}, headers={"HX-Request": "true"})
    assert [link["href"] for link in soup(answer).select(".answer-record a")] == ["/recommendations/2"]
    assert {name: links(site, name) for name in ("author", "company", "officer")} == {
        "author": ["/recommendations/1"],
        "company": ["/recommendations/2"],
        "officer": ["/recommendations/2", "/recommendations/1"],
    }


def test_an_introduction_records_the_side_that_had_none(site: Flask, any_cast: Cast) -> None:
    shown = told(listed(site, any_cast, "author", OFFER)[0])
    with site.extensions["database"].write() as db:  # answered before there were records
        sides = [load_posting(any_cast["officer"], db, one) for one in (OFFER, NEED)]
        answer(any_cast["author"], db, *sides, "interested")
    visitor(site, "company").post(BACK, data={"answer": "interested"})
    assert [(one.own_id, one.other_id) for one in records(site)] == [(NEED, OFFER), (OFFER, NEED)]
    assert recorded(site, any_cast, "author", 2) == shown


WORDS = ("Copper losses", "flotation tailings", "pulp potential", "Copper Works", "at least", "TRL 6")


@pytest.mark.parametrize(("verb", "who"), [("pause", "company"), ("withdraw", "company")])
def test_not_a_word_of_a_counterpart_that_may_no_longer_be_seen(
    site: Flask, any_cast: Cast, verb: str, who: str
) -> None:
    visitor(site, "author").post(ANSWER, data={"answer": "interested"})
    before = recorded(site, any_cast, "author")
    with site.extensions["database"].write() as db:
        move_posting(any_cast[who], db, load_posting(any_cast[who], db, NEED), verb)
    after = recorded(site, any_cast, "author")
    hidden = {"pair": None, "shared_terms": [], "shared_codes": [], "notes": [], "wishes": []}
    assert after == before | hidden
    page = soup(visitor(site, "author").get("/recommendations/1"))
    main = text_of(page.select_one(".match"))
    assert [word for word in WORDS if word in main] == []
    assert "A counterpart that can no longer be seen" in main
    assert recorded(site, any_cast, "officer") == before


def test_anonymous_stays_anonymous(site: Flask, any_cast: Cast) -> None:
    with site.extensions["database"].write() as db:
        posting = load_posting(any_cast["company"], db, NEED)
        edit_posting(any_cast["company"], db, posting, read_draft(form("need", title=TITLE)), posting.version)
    run_jobs(site)
    visitor(site, "author").post(ANSWER, data={"answer": "interested"})
    assert "Copper Works" in visitor(site, "author").get("/recommendations/1").text
    with site.extensions["database"].write() as db:
        load_posting(any_cast["company"], db, NEED).visibility = "anonymous"
    text = visitor(site, "author").get("/recommendations/1").text
    assert ("Copper Works" in text, "partner is of a kind" in text, TITLE in text) == (False, False, True)


def test_records_are_seen_alike_in_both_readings(site: Flask, any_cast: Cast) -> None:
    visitor(site, "author").post(ANSWER, data={"answer": "interested"})
    visitor(site, "company").post(BACK, data={"answer": "interested"})
    stranger = replace(any_cast["author"], organisations=frozenset({999}))
    actors = {name: any_cast[name] for name in ROLES} | {"anonymous": ANONYMOUS, "system": SYSTEM, "stranger": stranger}
    seen = {}
    with site.extensions["database"].read() as db:
        loaded = [load_record(SYSTEM, db, number).record for number in (1, 2)]
        for name, actor in actors.items():
            seen[name] = [one.id for one in loaded if rules.may_see(actor, one)]
            query = select(RecommendationRecord.id).where(rules.visible_to(actor)).order_by(RecommendationRecord.id)
            assert list(db.scalars(query)) == seen[name], name
            for number in {1, 2} - set(seen[name]):
                with pytest.raises(NotFound):
                    load_record(actor, db, number)
    some = {"author": [1], "company": [2]} | {name: [1, 2] for name in ("officer", "administrator", "system")}
    assert seen == {name: some.get(name, []) for name in actors}


def test_a_process_without_the_reading_of_the_index_records_the_same(site: Flask, any_cast: Cast) -> None:
    visitor(site, "author").post(ANSWER, data={"answer": "interested"})
    site.extensions["index"] = LiveIndex("hashing")
    visitor(site, "author").post(ANSWER, data={"answer": "declined", "reason": "other"})
    one, two = records(site)
    assert (one.score, one.reasons, one.pair, one.rank) == (two.score, two.reasons, two.pair, two.rank)
