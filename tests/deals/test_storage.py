"""Every table of deals takes a row, on both databases, and the pipeline is whole."""

from flask import Flask

from matchmaker.deals.pipeline.stages import PIPELINES, SKIPPED, stages_of
from matchmaker.deals.queries import list_deals, load_deal
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.deals.making import make_deal


def test_a_deal_is_kept_with_its_sides_and_people(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        deal_id = make_deal(db, any_cast).id
    with any_app.extensions["database"].read() as db:
        found = load_deal(any_cast["author"], db, deal_id)
        assert [(one.side, one.user.name) for one in found.people] == [("provider", "Author"), ("recipient", "Company")]
        seen = {name for name, actor in any_cast.actors.items() if list_deals(actor, db)}
    assert seen == {"author", "company", "officer", "administrator"}


def test_the_pipeline_knows_every_kind_and_stage_of_the_vocabularies() -> None:
    assert set(PIPELINES) == set(SKIPPED) == set(terms("deal_kinds"))
    assert {*stages_of("spin_off"), "lost", "terminated"} == set(terms("deal_stages"))
