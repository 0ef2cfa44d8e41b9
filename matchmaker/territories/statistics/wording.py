"""Why something cannot be reckoned with, and the choices of the method, in the reader's words."""

from collections.abc import Mapping

from matchmaker.core.i18n import _
from matchmaker.potential.unusable import Unusable, Why
from matchmaker.vocabularies import label, terms


def choice_names() -> dict[str, dict[str, str]]:
    """Every choice of the settings by field and value."""
    return {
        "normalise": {
            "minmax": _("Min–max: least 0, greatest 100"),
            "zscore": _("Z-scores: distance from the mean in deviations"),
            "rank": _("Ranks"),
        },
        "aggregate": {
            "arithmetic": _("Arithmetic mean: strengths make up for weaknesses"),
            "geometric": _("Geometric mean: weaknesses weigh more"),
        },
        "treat": {"own": _("As each statistic says")}
        | {code: label("treatments", code) for code in terms("treatments")},
        "weights": {
            "equal": _("All equal"),
            "given": _("As given to dimensions and statistics"),
            "own": _("Percentages written below"),
        },
        "over": {
            "groups": _("Within each dimension and among the dimensions"),
            "indicators": _("Among all statistics at once"),
            "methods": _("No weights, only the choices of the method"),
        },
    }


def source_words(source: str, is_demo: bool = False, is_live: bool = False) -> str:
    """Where a figure comes from."""
    if is_live:
        return _("counted by the platform")
    return source or (_("made up for the demonstration") if is_demo else "")


def left_words(why: Why) -> str:
    """Why a statistic is left out."""
    return {
        Why.NO_DATA: _("There is no figure of any region."),
        Why.CONSTANT: _("The figure is the same everywhere, so it tells no region from another."),
        Why.NO_WEIGHT: _("Its weight is zero."),
    }[why]


def fault_words(fault: Unusable, names: Mapping[str, str]) -> str:
    """Why there is no index, and the mend."""
    said = ", ".join(names.get(code, label("regions", code)) for code in fault.codes)
    words = {
        Why.NOT_POSITIVE: _(
            "A geometric mean needs scores above zero, and these settings give some at or below it. "
            "Choose min–max or ranks, or the arithmetic mean."
        ),
        Why.TOO_FEW: _(
            "There is nothing to reckon with yet: no statistic has figures that differ between regions and a weight above zero."
        ),
        Why.NO_SCORE: _("Nothing that is known of these regions has weight: %(names)s.", names=said),
    }
    other = _("The index cannot be reckoned with these figures and settings: %(names)s.", names=said)
    return words.get(fault.why, other)
