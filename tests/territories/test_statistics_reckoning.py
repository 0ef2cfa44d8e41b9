"""From statistics to ranks: settings that must agree, what is left out, the draws by job, and what a rank is made of."""

import numpy as np
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.core.errors import Invalid
from matchmaker.potential.method import Aggregation, Normalisation
from matchmaker.potential.unusable import Unusable, Why
from matchmaker.territories.statistics import runs
from matchmaker.territories.statistics.models import Dimension, PotentialRun, Statistic
from matchmaker.territories.statistics.panel import Cell, Panel, load_panel
from matchmaker.territories.statistics.profile import parts_of, stand
from matchmaker.territories.statistics.reckoning import gains, index_of, pose
from matchmaker.territories.statistics.settings import Settings, of_choices
from tests.cast import run_jobs
from tests.conftest import sign_in
from tests.territories.making_statistics import REGIONS, make_panel, make_statistic, set_values

quick = settings(deadline=None, database=None, max_examples=40)


def panel_of(values: dict[str, dict[str, float]], weights: dict[str, float] | None = None, **columns: str) -> Panel:
    """A panel outside any database: statistics by code `dimension_name` with values by region; `columns`: treatments by code."""
    weights = weights or {}
    dimensions = [
        Dimension(code=code, names={"en": code}, weight=weights.get(code, 1.0))
        for code in sorted({one[0] for one in values})
    ]
    statistics = [
        Statistic(
            code=code, dimension_code=code[0], names={"en": code}, units={}, direction=1, weight=weights.get(code, 1.0),
            treatment=columns.get(code, "none"), is_used=True, query="",
        )
        for code in values
    ]  # fmt: skip
    cells = {(code, region): Cell(value, 2022) for code, told in values.items() for region, value in told.items()}
    return Panel(dimensions, statistics, cells)


def spread(seed: int, regions: int = 20) -> dict[str, float]:
    numbers = np.random.default_rng(seed).lognormal(size=regions)
    return dict(zip(REGIONS, map(float, numbers), strict=False))


FULL = {"aa": spread(1), "ab": spread(2), "ba": spread(3), "bb": spread(4), "bc": spread(5)}


def ranks(panel: Panel, chosen: Settings) -> list[int]:
    return [int(one) for one in index_of(pose(panel, chosen)).ranks]


@quick
@given(
    st.lists(st.integers(1, 9), min_size=7, max_size=7),
    st.sampled_from(list(Normalisation)),
    st.sampled_from(list(Aggregation)),
)
def test_given_weights_and_the_same_as_percentages_agree(
    numbers: list[int], normalisation: Normalisation, aggregation: Aggregation
) -> None:
    weights = dict(zip(["a", "b", *FULL], map(float, numbers), strict=True))
    panel = panel_of(FULL, weights)
    groups = [["a", "b"], ["aa", "ab"], ["ba", "bb", "bc"]]
    shares = {code: 100 * weights[code] / sum(weights[one] for one in group) for group in groups for code in group}
    if normalisation is Normalisation.ZSCORE:
        aggregation = Aggregation.ARITHMETIC
    given_index = index_of(pose(panel, Settings(normalisation, aggregation, "none", "given"))).index
    own_index = index_of(pose(panel, Settings(normalisation, aggregation, "none", "own", shares=shares))).index
    np.testing.assert_allclose(given_index, own_index, rtol=1e-12)


def test_equal_weights_are_given_weights_of_one() -> None:
    panel = panel_of(FULL, {"a": 3.0, "ba": 5.0})
    plain = panel_of(FULL)
    assert ranks(panel, Settings(weights="equal")) == ranks(plain, Settings(weights="given"))
    assert ranks(panel, Settings(weights="given")) != ranks(plain, Settings(weights="given"))


def test_one_treatment_for_all_is_the_same_for_each() -> None:
    wild = {code: told | {"KZ-75": 1000.0} for code, told in FULL.items()}
    each = panel_of(wild, **dict.fromkeys(wild, "log"))
    assert ranks(each, Settings(treat="own")) == ranks(panel_of(wild), Settings(treat="log"))
    only_one = panel_of(wild, aa="log")
    assert (
        index_of(pose(only_one, Settings(treat="own"))).scores[0, 0]
        != index_of(pose(only_one, Settings(treat="none"))).scores[0, 0]
    )


def test_settings_come_back_as_they_were_stored() -> None:
    chosen = Settings(Normalisation.RANK, Aggregation.GEOMETRIC, "sqrt", "own", shares={"a": 100.0})
    assert of_choices(chosen.as_choices()) == chosen
    assert of_choices({}) == Settings()


def test_percentages_must_add_up_in_every_group() -> None:
    shares = {"a": 60.0, "b": 30.0, "aa": 100.0, "ab": 0.0, "ba": 50.0, "bb": 25.0, "bc": 26.0}
    with pytest.raises(Invalid) as fault:
        pose(panel_of(FULL), Settings(weights="own", shares=shares))
    assert fault.value.errors == {
        "w_a": "The weights of the dimensions add up to 90 %. They must add up to 100 %.",
        "w_ba": "The weights in “b” add up to 101 %. They must add up to 100 %.",
    }


def test_what_cannot_be_reckoned_with_is_left_out_with_its_reason() -> None:
    same = dict.fromkeys(REGIONS, 5.0)
    panel = panel_of({**FULL, "bd": same, "be": {}, "bf": spread(9)}, {"bf": 0.0})
    problem = pose(panel, Settings())
    assert problem.left == {"bf": Why.NO_WEIGHT, "bd": Why.CONSTANT, "be": Why.NO_DATA}
    assert problem.codes == list(FULL)
    assert problem.empty == []


def test_a_region_with_nothing_is_left_out_and_the_rest_is_ranked() -> None:
    values = {code: {region: one for region, one in told.items() if region != "KZ-62"} for code, told in FULL.items()}
    problem = pose(panel_of(values), Settings())
    assert problem.empty == ["KZ-62"]
    assert sorted(index_of(problem).ranks) == list(range(1, 20))


def test_a_region_known_only_by_what_has_no_weight_is_left_out() -> None:
    values = {code: {region: one for region, one in told.items() if region != "KZ-62"} for code, told in FULL.items()}
    values["bz"] = spread(7)
    assert pose(panel_of(values, {"bz": 0.0}), Settings()).empty == ["KZ-62"]


def test_taking_a_region_out_can_make_a_statistic_useless() -> None:
    """Without the one region that differs, everybody has the same: the statistic goes too, until nothing changes."""
    values = {"aa": {"KZ-10": 1.0, "KZ-11": 2.0, "KZ-15": 3.0}, "ab": {"KZ-10": 1.0, "KZ-11": 1.0}}
    problem = pose(panel_of(values), Settings())
    assert (problem.codes, problem.figures.units, problem.left) == (
        ["aa"],
        ("KZ-10", "KZ-11", "KZ-15"),
        {"ab": Why.CONSTANT},
    )


@pytest.mark.parametrize("values", [{}, {"aa": {}}, {"aa": {"KZ-10": 1.0}}, {"aa": dict.fromkeys(REGIONS, 2.0)}])
def test_nothing_to_reckon_with(values: dict[str, dict[str, float]]) -> None:
    with pytest.raises(Unusable) as fault:
        pose(panel_of(values), Settings())
    assert fault.value.why is Why.TOO_FEW


def test_gains_add_up_to_the_distance_from_the_average_region() -> None:
    problem = pose(panel_of(FULL, {"b": 3.0}), Settings())
    index = index_of(problem)
    np.testing.assert_allclose(gains(problem, index).sum(axis=1), index.index - index.index.mean(), atol=1e-9)


def test_a_gain_under_a_geometric_mean_is_what_an_average_score_would_cost() -> None:
    problem = pose(panel_of({"aa": spread(1), "ab": spread(2)}), Settings(aggregate=Aggregation.GEOMETRIC))
    index = index_of(problem)
    scores = index.scores.copy()
    scores[3, 0] = np.exp(np.log(index.scores[:, 0]).mean())
    assert gains(problem, index)[3, 0] == pytest.approx(index.index[3] - np.sqrt(scores[3, 0] * scores[3, 1]))


def test_the_range_holds_nine_tenths_of_the_draws() -> None:
    problem = pose(panel_of(FULL), Settings())
    standing = stand(problem, runs.draw(problem))
    for place in standing.places:
        assert sum(place.counts) == 10_000
        assert place.low is not None and place.high is not None
        assert sum(place.counts[place.low - 1 : place.high]) >= 9000
        assert place.low <= place.rank <= place.high or place.counts[place.rank - 1] < 1000
    parts = parts_of(standing, standing.places[0].region, runs.moved(problem))
    assert sum(part.share for part in parts) == pytest.approx(1)


def test_the_fingerprint_tells_figures_weights_and_choices_apart() -> None:
    problems = [
        pose(panel_of(FULL), Settings()),
        pose(panel_of(FULL), Settings(normalise=Normalisation.ZSCORE)),
        pose(panel_of(FULL), Settings(treat="log")),
        pose(panel_of(FULL, {"aa": 2.0}), Settings()),
        pose(panel_of(FULL | {"aa": FULL["aa"] | {"KZ-75": 9.0}}), Settings()),
    ]
    assert len({runs.fingerprint(one) for one in problems}) == len(problems)
    assert runs.fingerprint(pose(panel_of(FULL), Settings())) == runs.fingerprint(problems[0])


# The job


def only_run(database: Database) -> PotentialRun:
    with database.read() as db:
        return db.scalars(select(PotentialRun)).one()


def test_a_change_has_the_draws_of_the_published_settings_made(any_app: Flask, any_cast: object) -> None:
    database = any_app.extensions["database"]
    make_panel(database)
    with database.write() as db:
        runs.refresh(db)
    run_jobs(any_app)
    row = only_run(database)
    with database.read() as db:
        problem = pose(load_panel(db), Settings())
        assert runs.stored_result(db, runs.fingerprint(problem)) == row.result
    assert (row.fault, row.result["regions"], sorted(row.result["lifts"])) == ("", REGIONS, REGIONS)
    assert row.result["counts"] == runs.draw(problem)["counts"]


def test_long_draws_wait_for_a_job_and_tell_how_far_it_is(
    app: Flask, database: Database, cast: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_panel(database)
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    monkeypatch.setattr(runs, "memory", runs._Memory())
    client = sign_in(app, "outsider@example.org")
    page = client.get("/potential/")
    assert "The 10,000 draws take a moment." not in page.text
    assert "Make the draws" in page.text
    assert client.post("/potential/run").status_code == 302
    assert client.post("/potential/run").status_code == 302  # asked twice, it is one run
    going = client.get("/potential/progress")
    assert ("The 10,000 draws are being made: 0 %." in going.text, going.headers.get("HX-Refresh")) == (True, None)
    assert 'hx-get="/potential/progress"' in client.get("/potential/").text
    assert run_jobs(app) == 1
    assert client.get("/potential/progress").headers["HX-Refresh"] == "true"
    assert "Make the draws" not in client.get("/potential/").text
    assert only_run(database).done_at is not None


def test_figures_that_change_under_way_end_the_run_that_was_asked_for(
    app: Flask, database: Database, cast: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_panel(database)
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    app.test_client().post("/potential/run")
    with database.write() as db:
        set_values(db, make_statistic(db, "later", "science"), {region: float(at) for at, region in enumerate(REGIONS)})
    run_jobs(app)
    with database.read() as db:
        found = [
            (one.fault, "counts" in one.result) for one in db.scalars(select(PotentialRun).order_by(PotentialRun.id))
        ]
    assert found == [("CHANGED", False), ("", True)]
