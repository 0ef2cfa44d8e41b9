"""What the forms of projects and of investors' profiles show of what is stored, and what differs from what was typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from matchmaker.core.i18n import LOCALES
from matchmaker.deals.money.currencies import typed_amount
from matchmaker.territories.projects.draft import MOST_ROWS
from matchmaker.territories.projects.investors.profiles import LISTS
from matchmaker.territories.projects.models import InvestorProfile, Project, ProjectFunding, ProjectStep
from matchmaker.vocabularies import label

Form = MultiDict[str, Any]
STARTING_ROWS, ROOM, MORE = 4, 1, 4
# the fields of single lines that make a line count as filled in
FILLED = (
    "step_kk",
    "step_ru",
    "step_en",
    "planned_on",
    "done_on",
    "step_cost",
    "source",
    "funder",
    "amount",
    "committed_on",
)
VOCABULARIES = {
    "kind": "project_kinds", "sector": "oked", "wanted_sources": "funding_sources", **LISTS,
}  # fmt: skip


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def new_values() -> Form:
    """What the form of a new project begins with."""
    return MultiDict({"currency": "KZT"})


def project_values(project: Project) -> Form:
    """A project as the values of its form."""
    values: Form = MultiDict({name: getattr(project, name) for name in ("kind", "sector", "currency", "source")})
    values.update({f"name_{lang}": project.names.get(lang, "") for lang in LOCALES})
    values.update({f"description_{lang}": project.descriptions.get(lang, "") for lang in LOCALES})
    values["cost"] = typed_amount(project.cost_minor, project.currency)
    values["starts_on"], values["ends_on"] = _day(project.starts_on), _day(project.ends_on)
    values["site_id"], values["is_demo"] = str(project.site_id or ""), "1" if project.is_demo else ""
    values.setlist("wanted_sources", list(project.wanted_sources))
    return values


def step_values(steps: Sequence[ProjectStep], code: str) -> Form:
    """Steps as the values of their form."""
    values: Form = MultiDict()
    for row, step in enumerate(steps, 1):
        values.update({f"step_{lang}_{row}": step.names.get(lang, "") for lang in LOCALES})
        values[f"planned_on_{row}"], values[f"done_on_{row}"] = _day(step.planned_on), _day(step.done_on)
        values[f"step_cost_{row}"] = typed_amount(step.cost_minor, code)
    return values


def funding_values(lines: Sequence[ProjectFunding], code: str) -> Form:
    """Funding as the values of its form."""
    values: Form = MultiDict()
    for row, one in enumerate(lines, 1):
        values[f"source_{row}"], values[f"funder_{row}"], values[f"state_{row}"] = one.source, one.funder, one.state
        values[f"amount_{row}"] = typed_amount(one.amount_minor, code)
        values[f"committed_on_{row}"] = _day(one.committed_on)
    return values


def row_count(values: Form, *, more: bool = False) -> int:
    """How many lines a form has: those that are filled in, and room for more."""
    used = [row for row in range(1, MOST_ROWS + 1) if any(values.get(f"{name}_{row}") for name in FILLED)]
    return min(MOST_ROWS, max(STARTING_ROWS, max(used, default=0) + (MORE if more else ROOM)))


def profile_values(profile: InvestorProfile) -> Form:
    """A profile as the values of its form."""
    values: Form = MultiDict({"currency": profile.currency})
    values["least"], values["most"] = (
        typed_amount(one, profile.currency) for one in (profile.least_minor, profile.most_minor)
    )
    for name in LISTS:
        values.setlist(name, list(getattr(profile, name)))
    return values


def differences(stored: Form, typed: Form) -> dict[str, tuple[str, str]]:
    """Field → what is stored and what was typed, as a reader reads them, where the two differ."""
    names = dict.fromkeys([*stored, *(name for name in typed if name in VOCABULARIES)])
    return {name: _pair(name, stored, typed) for name in names if _bare(name, stored) != _bare(name, typed)}


def _bare(name: str, values: Form) -> list[str]:
    found = sorted(filter(None, (str(one).strip() for one in values.getlist(name))))
    if name in ("cost", "least", "most"):
        return ["".join(one.split()).replace(",", ".").removesuffix(".00") for one in found]
    return [" ".join(one.split()) for one in found]


def _pair(name: str, stored: Form, typed: Form) -> tuple[str, str]:
    vocabulary = VOCABULARIES.get(name)
    words = [
        ", ".join(label(vocabulary, one) if vocabulary else one for one in values.getlist(name))
        for values in (stored, typed)
    ]
    return words[0], words[1]
