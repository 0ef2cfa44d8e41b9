"""One rule, two readings: what an actor may see of indicators and values, asked of the thing and asked of the database."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.indicators import rules
from matchmaker.indicators.models import Indicator
from matchmaker.indicators.values import rules as values
from matchmaker.indicators.values.actions import enter_value, move_value
from matchmaker.indicators.values.draft import Cell, ValueDraft
from matchmaker.indicators.values.models import IndicatorValue
from tests.cast import Cast
from tests.indicators.making import PROOF, make_direction, make_indicator, make_value


def test_the_rules_and_their_twins_agree(any_app: Flask, any_cast: Cast) -> None:
    cast = any_cast
    with any_app.extensions["database"].write() as db:
        direction = make_direction(db)
        for owner in (None, cast.laboratory, cast.enterprise):
            for is_active in (True, False):
                code = f"i-{owner}-{is_active}".lower()
                made = make_indicator(db, direction, code, owner_id=owner, is_active=is_active)
                make_value(db, made)
                for year, verb in ((2023, "withdraw"), (2024, "")):
                    draft = enter_value(cast["analyst"], db, made, ValueDraft(Cell("KZ", year), 1), PROOF)
                    if verb:
                        move_value(cast["analyst"], db, draft, verb)
    with any_app.extensions["database"].read() as db:
        indicators = list(db.scalars(select(Indicator)))
        rows = list(db.scalars(select(IndicatorValue).options(joinedload(IndicatorValue.indicator))))
        assert (len(indicators), len(rows)) == (6, 18)
        counts = {}
        for name, actor in cast.actors.items():
            seen = set(db.scalars(select(Indicator.id).where(rules.visible_to(actor))))
            assert seen == {one.id for one in indicators if rules.may_see(actor, one)}
            kept = set(db.scalars(select(Indicator.id).where(rules.kept_by(actor))))
            assert kept == {one.id for one in indicators if rules.is_keeper(actor, one)}
            joined = select(IndicatorValue.id).join(IndicatorValue.indicator)
            told = set(db.scalars(joined.where(values.visible_to(actor))))
            assert told == {one.id for one in rows if values.may_see(actor, one)}
            counts[name] = (len(seen), len(kept), len(told))
    assert counts == {
        "author": (4, 2, 8), "company": (4, 2, 8), "officer": (3, 0, 3), "operator": (3, 0, 3), "analyst": (6, 6, 18),
        "administrator": (6, 6, 18), "outsider": (3, 0, 3), "anonymous": (3, 0, 3),
    }  # fmt: skip
