"""The fusion: additive, monotone, readable; its shipped weights are whole."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.fusion import CHANNELS, FULL, PRIOR, SHIPPED, STRUCTURE, bent, fusion_of, shipped

quick = settings(derandomize=True, deadline=None, max_examples=200)
Z = st.floats(-50, 50)
RAW = st.lists(st.floats(-1, 1), min_size=1, max_size=30).map(np.array)


def test_the_shipped_weights_are_a_hundred_points_and_none_is_negative() -> None:
    fusion = shipped()
    assert list(fusion.points) == [*CHANNELS, *STRUCTURE]
    assert sum(fusion.points.values()) == pytest.approx(100, abs=0.05)
    assert min(fusion.points.values()) >= 0
    assert set(fusion.channels) == set(CHANNELS)
    assert fusion.version and fusion.source


@quick
@given(Z, Z, st.sampled_from(CHANNELS))
def test_a_better_text_never_has_fewer_points(one: float, other: float, channel: str) -> None:
    low, high = shipped().share(channel, np.array(sorted((one, other))))
    assert 0 <= low <= high


def test_points_begin_at_the_mean_of_the_crowd_and_are_whole_at_full_deviations() -> None:
    assert bent(np.array([-3.0, 0.0, FULL]), 9.0).tolist() == pytest.approx([0, 0, 1])
    first, second = np.diff(bent(np.array([0.0, 1.0, 2.0]), 9.0))
    assert first > second > 0


@quick
@given(st.floats(0, 120), st.floats(0, 120))
def test_a_higher_score_is_never_less_likely_a_good_match(one: float, other: float) -> None:
    low, high = (shipped().chance(score) for score in sorted((one, other)))
    assert 0 <= low <= high <= 1


@quick
@given(RAW)
def test_standard_scores_keep_the_order_and_take_in_the_reference_crowd(raw: np.ndarray) -> None:
    fusion = shipped()
    reference = fusion.channels["words"]
    found = fusion.standard("words", raw, raw)
    assert (np.diff(found[np.argsort(raw, kind="stable")]) >= 0).all()
    crowd = np.concatenate([np.repeat(reference.mean, int(PRIOR)), raw])
    spread = np.sqrt(((crowd - crowd.mean()) ** 2).sum() + PRIOR * reference.deviation**2) / np.sqrt(len(crowd))
    np.testing.assert_allclose(found, (raw - crowd.mean()) / spread, rtol=1e-6, atol=1e-9)


def test_without_a_crowd_the_reference_stands_alone() -> None:
    reference = shipped().channels["words"]
    raw = np.array([reference.mean, reference.mean + 2 * reference.deviation])
    np.testing.assert_allclose(shipped().standard("words", raw, np.zeros(0)), [0, 2], atol=1e-9)


@pytest.mark.parametrize("fault", ["negative", "missing", "no channel"])
def test_faulty_weights_are_refused(fault: str) -> None:
    values = json.loads(SHIPPED.read_text(encoding="utf-8"))
    if fault == "negative":
        values["points"]["trl"] = -0.1
    elif fault == "missing":
        del values["points"]["words"]
    else:
        del values["channels"]["sounds"]
    with pytest.raises((ValueError, KeyError)):
        fusion_of(values)
