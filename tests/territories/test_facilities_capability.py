"""A facility as a capability: opened it is recommended to needs by the real index, closed it is not; in step with its words."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import audit
from matchmaker.organisations.models import Organisation
from matchmaker.postings.actions import move_posting
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import first, load_posting, whole
from matchmaker.recommendations.queries import recommend_for_posting
from matchmaker.territories.facilities.actions import close_facility, edit_facility, open_facility
from matchmaker.territories.facilities.capability import WAYS
from matchmaker.territories.facilities.draft import read_facility
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.facilities.queries import load_facility
from matchmaker.web.territories.facility_values import stored_values
from tests.cast import Cast, publish_posting, run_jobs
from tests.pages import soup, text_of
from tests.territories.making_facilities import Hall, make_hall, words_of

NEED = {
    "title": "X-ray diffraction of copper concentrates",
    "summary": "We look for somebody who finds by X-ray diffraction which crystalline phases our copper concentrate holds.",
    "description": "Powder samples of concentrate and of ore are to be read on a diffractometer within a day or two. "
    * 4,
    "keywords": "X-ray diffraction, phase analysis, concentrate",
    "ip_status": "",
    "cooperation": ["services"],
    "sectors": ["71"],
    "partner_kinds": [],
}


@pytest.fixture
def hall(app: Flask, cast: Cast) -> Hall:
    return closed_hall(app, cast)


def closed_hall(app: Flask, cast: Cast) -> Hall:
    """A facility that is not open yet; its managing company is verified."""
    made = make_hall(app, cast, is_open=False)
    with made.database.write() as db:
        for one in db.scalars(select(Organisation).where(Organisation.kind == "managing_company")):
            one.verified_at = one.created_at
    return made


def switch(hall: Hall, deed: Any) -> None:
    """Open or close it as the operator."""
    with hall.database.write() as db:
        operator = hall.actor(db, "operator")
        deed(operator, db, load_facility(operator, db, hall.facility))


def edit(hall: Hall, **values: str) -> None:
    """Change it through its form's values."""
    with hall.database.write() as db:
        operator = hall.actor(db, "operator")
        facility = load_facility(operator, db, hall.facility)
        form = stored_values(facility)
        for name, value in values.items():
            form[name] = value
        owners = [facility.organisation_id, hall.cast.laboratory]
        edit_facility(operator, db, facility, read_facility(form, [], owners), facility.version)


def posting(hall: Hall) -> Posting:
    """Its capability."""
    with hall.database.read() as db:
        number = db.get_one(Facility, hall.facility).posting_id
        found = first(db, whole().where(Posting.id == number))
    assert found is not None
    return found


def recommended(hall: Hall, need: int) -> list[int]:
    """What the company is recommended for its need, by the index of the application."""
    run_jobs(hall.app)
    company = hall.cast["company"]
    with hall.database.read() as db:
        found, _declined = recommend_for_posting(
            company, db, hall.app.extensions["index"], load_posting(company, db, need)
        )
    return [one.posting.id for one in found]


def test_a_need_finds_the_equipment_by_the_real_index(any_app: Flask, any_cast: Cast) -> None:
    hall = closed_hall(any_app, any_cast)
    need = publish_posting(hall.database, any_cast, "company", "need", **NEED)
    offer = publish_posting(hall.database, any_cast)
    assert recommended(hall, need) == [offer]
    switch(hall, open_facility)
    made = posting(hall)
    assert (made.kind, made.state, made.visibility, made.trl, made.lang) == (
        "capability",
        "published",
        "public",
        9,
        "ru",
    )
    assert (made.codes_of("fields"), made.codes_of("regions"), made.codes_of("cooperation")) == (
        ["2.5"], ["KZ-19"], ["services"],
    )  # fmt: skip
    assert recommended(hall, need) == [made.id, offer]
    switch(hall, close_facility)
    assert (posting(hall).state, recommended(hall, need)) == ("withdrawn", [offer])
    switch(hall, open_facility)
    assert (posting(hall).id, posting(hall).state, recommended(hall, need)) == (made.id, "published", [made.id, offer])


def test_its_words_are_those_of_the_facility_in_each_language(hall: Hall) -> None:
    switch(hall, open_facility)
    texts = {text.lang: text for text in posting(hall).texts}
    assert {lang: (text.title, text.origin) for lang, text in texts.items()} == {
        "ru": ("Рентгеновский дифрактометр", "author"), "en": ("X-ray diffractometer", "author"),
    }  # fmt: skip
    english = texts["en"]
    assert (
        english.summary
        == "Powder X-ray diffractometer: finds which crystalline phases an ore, a concentrate or a cement holds."
    )
    assert english.description.split("\n\n") == [
        english.summary,
        "Capacity: Twelve samples a day",
        "Terms: Samples are ground finer than 40 micrometres.",
        "Where: Alatau.",
        "Mon, Tue, Wed, Thu, Fri, Sat, Sun, 09:00–18:00. 1 unit can be booked at once.",
        "Full hours are booked on the page of the facility, where free hours are shown; the managing company answers.",
    ]
    assert english.advantages.endswith("Price: 5,000.00\u00a0₸ per hour.")
    assert english.keywords == "Equipment, Materials engineering"


def test_what_is_edited_is_said_anew_and_lies_on_the_officers_desk(hall: Hall) -> None:
    switch(hall, open_facility)
    before = posting(hall)
    edit(hall)
    assert posting(hall).version == before.version  # nothing of its words has changed
    edit(hall, name_en="Powder diffractometer", name_kk="Рентгендік дифрактометр", description_kk="Кеннің, концентраттың және цементтің кристалдық фазаларын анықтайды.")  # fmt: skip
    after = posting(hall)
    assert {text.lang: text.title for text in after.texts} == {
        "kk": "Рентгендік дифрактометр", "ru": "Рентгеновский дифрактометр", "en": "Powder diffractometer",
    }  # fmt: skip
    assert after.state == "published" and after.version > (after.reviewed_version or 0)
    edit(hall, description_kk="", description_ru="", name_ru="")
    assert ([text.lang for text in posting(hall).texts], posting(hall).lang) == (["en"], "en")


def test_the_shortest_words_that_a_form_takes_can_be_published_in_each_language(hall: Hall) -> None:
    for lang in ("kk", "ru", "en"):
        empty = {
            f"{name}_{one}": "" for name in ("name", "description", "capacity", "terms") for one in ("kk", "ru", "en")
        }
        edit(hall, **empty | {f"name_{lang}": "XRD", f"description_{lang}": "Д" * 60, "price": ""})
        switch(hall, open_facility)
        assert ([text.lang for text in posting(hall).texts], posting(hall).state) == ([lang], "published")
        switch(hall, close_facility)


def test_another_owner_gets_a_posting_of_its_own(hall: Hall) -> None:
    switch(hall, open_facility)
    before = posting(hall)
    edit(hall, organisation_id=str(hall.cast.laboratory))
    after = posting(hall)
    assert (after.organisation_id, after.state) == (hall.cast.laboratory, "published")
    with hall.database.read() as db:
        assert db.get_one(Posting, before.id).state == "withdrawn"


@pytest.mark.parametrize("state", sorted(WAYS))
def test_it_is_published_from_every_state_its_owner_may_have_left_it_in(hall: Hall, state: str) -> None:
    switch(hall, open_facility)
    ways = {"draft": ("withdraw", "reopen"), "in_review": ("withdraw", "reopen", "submit"), "paused": ("pause",)}
    ways |= {"expired": ("expire",), "withdrawn": ("withdraw",), "published": ()}
    with hall.database.write() as db:
        officer = hall.cast["officer"]
        owned = load_posting(officer, db, posting(hall).id)
        for verb in ways[state]:
            move_posting(officer, db, owned, verb)
        assert owned.state == state
    edit(hall, price="700")
    assert posting(hall).state == "published"
    assert "700" in posting(hall).text("en").advantages


def test_an_owner_that_is_not_verified_is_named(hall: Hall) -> None:
    with hall.database.write() as db:
        facility = db.get_one(Facility, hall.facility)
        db.get_one(Organisation, facility.organisation_id).verified_at = None
    words = "An officer verifies the owner's organisation first; then the facility can be opened."
    assert words_of(lambda: switch(hall, open_facility)) == {"organisation_id": words}
    page = hall.browser("operator").post(f"/facilities/{hall.facility}/open")
    assert (page.status_code, text_of(soup(page).select_one(".error-summary li"))) == (422, words)


def test_the_trail_names_the_person_who_opened_it(hall: Hall) -> None:
    switch(hall, open_facility)
    operator = hall.cast["operator"].user_id
    with hall.database.read() as db:
        trail = audit.trail(db, "posting", posting(hall).id)
        assert {line.actor_id for line in trail} == {operator}
        assert [line.verb for line in trail] == ["create", "submit", "publish", "translate"]
        assert [line.verb for line in audit.trail(db, "facility", hall.facility)] == ["open"]


def test_links_lead_from_the_posting_to_the_facility_and_back_to_counterparts(hall: Hall) -> None:
    switch(hall, open_facility)
    need = publish_posting(hall.database, hall.cast, "company", "need", **NEED)
    run_jobs(hall.app)
    number = posting(hall).id
    public = soup(hall.browser("anonymous").get(f"/postings/{number}"))
    assert [link["href"] for link in public.select("#facility a")] == [f"/facilities/{hall.facility}"]
    operator = hall.browser("operator")
    page = soup(operator.get(f"/facilities/{hall.facility}"))
    links = [str(link["href"]) for link in page.select(".owner-bar a")]
    assert links[:2] == [f"/postings/{number}/recommendations", f"/postings/{number}"]
    found = soup(operator.get(links[0])).select(".match h2 a")
    assert [link["href"] for link in found] == [f"/postings/{need}"]
    assert soup(hall.browser("company").get(f"/facilities/{hall.facility}")).select(".owner-bar") == []
