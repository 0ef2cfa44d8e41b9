"""What every page of the potential starts from: the panel, the settings asked for in the address, and where the regions stand."""

from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_decimal
from flask import request
from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import current_locale
from matchmaker.potential.unusable import Unusable
from matchmaker.sessions.reading import Values
from matchmaker.territories.statistics import runs
from matchmaker.territories.statistics.models import PotentialRun
from matchmaker.territories.statistics.panel import Panel, load_panel
from matchmaker.territories.statistics.profile import Standing, stand
from matchmaker.territories.statistics.reckoning import Problem, pose
from matchmaker.territories.statistics.settings import OWN, Settings, published, read_settings
from matchmaker.territories.statistics.wording import fault_words


@dataclass
class Look:
    """`errors`: what is wrong with the settings asked for; then those in force are shown. `fault`: why there is no index."""

    panel: Panel
    published: Settings
    settings: Settings
    errors: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    problem: Problem | None = None
    standing: Standing | None = None
    run: PotentialRun | None = None

    @property
    def is_own(self) -> bool:
        """Whether the settings are the reader's, not the published ones."""
        return self.settings != self.published

    @property
    def arguments(self) -> dict[str, str]:
        """The settings for addresses; nothing for the published ones."""
        return arguments_of(self.settings) if self.is_own else {}


def arguments_of(settings: Settings) -> dict[str, str]:
    """Settings as the values of their form."""
    said = {name: str(value) for name, value in settings.as_choices().items() if name != "shares"}
    return said | {f"w_{code}": f"{share:.10g}" for code, share in settings.shares.items()}


def codes_of(panel: Panel) -> list[str]:
    """What percentages are written for."""
    return [one.code for one in panel.dimensions] + [one.code for one in panel.used]


def look(db: Session, values: Values | None = None) -> Look:
    """Where the regions stand under the settings of the address, without draws."""
    panel, start = load_panel(db), published(db)
    found = Look(panel, start, start)
    try:
        found.settings = read_settings(values or request.args, codes_of(panel), start)
    except Invalid as fault:
        found.errors = fault.errors
    for settings in (found.settings, start, Settings()):
        try:
            found.problem, found.settings = pose(panel, settings), settings
            break
        except Invalid as fault:
            found.errors = found.errors or fault.errors
        except Unusable as fault:
            found.settings, found.fault = settings, fault_words(fault, panel.names)
            break
    return found


def look_drawn(db: Session, values: Values | None = None) -> Look:
    """The same with the draws, when they are there or take no time."""
    found = look(db, values)
    if found.problem is None:
        return found
    try:
        result = runs.find_result(db, found.problem)
        found.standing = stand(found.problem, result)
    except Unusable as fault:
        found.fault = fault_words(fault, found.panel.names)
    if found.standing and not found.standing.result:
        found.run = runs.run_of(db, runs.fingerprint(found.problem))
    return found


def form_values(found: Look, typed: Values | None = None) -> Any:
    """What the form of the settings shows: what was typed, else the settings, with percentages in any case."""
    if found.errors and typed is not None:
        return typed
    shares = found.settings.shares if found.settings.weights == OWN else percentages(found.panel)
    return arguments_of(found.settings) | {f"w_{code}": f"{share:.10g}" for code, share in shares.items()}


def percentages(panel: Panel) -> dict[str, float]:
    """The given weights as percentages that add up to 100 in every group."""
    filled = [one for one in panel.dimensions if panel.members(one.code)]
    groups = [[(one.code, one.weight) for one in filled]]
    groups += [[(one.code, one.weight) for one in panel.members(dimension.code)] for dimension in filled]
    return {code: share for group in groups for code, share in _rounded(group).items()}


def _rounded(group: list[tuple[str, float]]) -> dict[str, float]:
    """Two decimals; the last takes what rounding has left."""
    total = sum(weight for _code, weight in group)
    found = {code: round(100 * weight / total, 2) if total else 0.0 for code, weight in group}
    if group and total:
        last = group[-1][0]
        found[last] = round(100 - sum(share for code, share in found.items() if code != last), 2)
    return found


def figure(value: float | None, decimals: int = 1) -> str:
    """A figure with so many decimals in the reader's separators; a dash for what is not known."""
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, pattern, locale=current_locale()))


def signed(value: float, decimals: int = 1) -> str:
    """The same with its sign, a true minus among them."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + figure(abs(value), decimals)
