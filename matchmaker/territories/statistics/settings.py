"""How the index is reckoned: the choices of the published setting, or of a reader who tries others in the address."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.potential.method import Aggregation, Normalisation, Treatment
from matchmaker.potential.spread import Over
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.territories.statistics.models import PotentialSettings
from matchmaker.territories.statistics.numbers import NotANumber, read_number

OWN = "own"  # each statistic its own treatment; weights typed as percentages
TREATMENTS = (OWN, *Treatment)
WEIGHTINGS = ("equal", "given", OWN)
NAMES = ("normalise", "aggregate", "treat", "weights", "over")
ROW = 1


@dataclass(frozen=True)
class Settings:
    """The choices. `shares`: percentages by code of dimension and statistic, when `weights` is own."""

    normalise: Normalisation = Normalisation.MINMAX
    aggregate: Aggregation = Aggregation.ARITHMETIC
    treat: str = OWN
    weights: str = "given"
    over: Over = Over.GROUPS
    shares: dict[str, float] = field(default_factory=dict)

    def as_choices(self) -> dict[str, Any]:
        """What is stored and sent in addresses, as text."""
        return {name: str(getattr(self, name)) for name in NAMES} | {"shares": self.shares}


def of_choices(choices: dict[str, Any]) -> Settings:
    """Settings as stored."""
    known = {name: choices[name] for name in NAMES if name in choices}
    return _settings(known, choices.get("shares", {}))


def _settings(said: dict[str, str], shares: dict[str, float]) -> Settings:
    plain = Settings()
    return Settings(
        Normalisation(said.get("normalise", plain.normalise)),
        Aggregation(said.get("aggregate", plain.aggregate)),
        said.get("treat", plain.treat),
        said.get("weights", plain.weights),
        Over(said.get("over", plain.over)),
        shares,
    )


def published_row(db: Session) -> PotentialSettings | None:
    """What the ministry has published, none before the first time."""
    return db.get(PotentialSettings, ROW)


def published(db: Session) -> Settings:
    """The settings in force for everybody."""
    row = published_row(db)
    return of_choices(row.choices) if row else Settings()


def read_settings(values: Values, codes: list[str], start: Settings) -> Settings:
    """Settings from a form or an address; what is not said is as in `start`. Raises Invalid naming the field."""
    reader = FormReader(values)
    lists = {"normalise": Normalisation, "aggregate": Aggregation, "treat": TREATMENTS, "weights": WEIGHTINGS}
    said = {name: reader.choice(name, list(among), str(getattr(start, name))) for name, among in lists.items()}
    said["over"] = reader.choice("over", list(Over), str(start.over))
    is_own = said["weights"] == OWN
    shares = {code: _share(reader, code, start) for code in codes} if is_own else {}
    reader.finish()
    return _settings(said, shares)


def _share(reader: FormReader, code: str, start: Settings) -> float:
    """A percentage; left empty it is 0, not said at all as in `start`."""
    name = f"w_{code}"
    if reader.values.get(name, "\0") == "\0":
        return start.shares.get(code, 0.0)
    try:
        found = read_number(reader.raw(name)).value or 0.0
    except NotANumber:
        found = -1.0
    if not 0 <= found <= 100:
        reader.errors[name] = _("Write a percentage from 0 to 100.")
        return 0.0
    return found


def check_shares(shares: dict[str, float], groups: dict[str, list[str]], names: dict[str, str]) -> None:
    """Raises Invalid, naming the group, unless the percentages of every group add up to 100. `groups`: members by code."""
    errors = {}
    for group, members in groups.items():
        total = sum(shares.get(code, 0.0) for code in members)
        if members and abs(total - 100) > 1e-6:
            errors[f"w_{members[0]}"] = _sum_words(names.get(group, ""), total)
    if errors:
        raise Invalid(errors)


def _sum_words(group: str, total: float) -> str:
    said = f"{total:.4g}"
    if group:
        return _(
            "The weights in “%(group)s” add up to %(total)s %%. They must add up to 100 %%.", group=group, total=said
        )
    return _("The weights of the dimensions add up to %(total)s %%. They must add up to 100 %%.", total=said)
