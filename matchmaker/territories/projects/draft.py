"""The forms of a project, of its steps and of its funding as typed: read, checked, every fault in words at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from matchmaker.core import clock
from matchmaker.core.i18n import LOCALES, _
from matchmaker.deals.money.currencies import shown_amount
from matchmaker.deals.money.draft import amount, currency, day
from matchmaker.deals.money.standing import day_words
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.territories.projects.mix import COMMITTED
from matchmaker.vocabularies import terms

NAME_MOST, TEXT_MOST, SOURCE_MOST, FUNDER_MOST = 200, 4000, 300, 200
MOST_ROWS = 20


@dataclass
class ProjectDraft:
    """What the form says about a project; the names are those of the columns."""

    kind: str
    names: dict[str, str]
    descriptions: dict[str, str]
    sector: str
    currency: str
    cost_minor: int
    starts_on: date | None
    ends_on: date | None
    site_id: int | None = None
    wanted_sources: list[str] = field(default_factory=list)
    source: str = ""
    is_demo: bool = False


@dataclass
class StepDraft:
    """One line of the form of steps."""

    names: dict[str, str]
    planned_on: date | None = None
    done_on: date | None = None
    cost_minor: int | None = None


@dataclass
class FundingDraft:
    """One line of the form of funding."""

    source: str
    funder: str
    amount_minor: int
    state: str
    committed_on: date | None = None
    funder_id: int | None = None


def read_project(values: Values, sites: Collection[int] = ()) -> ProjectDraft:
    """Raises Invalid with each field that cannot be taken. sites: those that the project may stand on."""
    reader = FormReader(values)
    code = currency(reader, "currency")
    draft = ProjectDraft(
        kind=_wanted(reader, "kind", "project_kinds"),
        names=_names(reader, "name_{}"),
        descriptions=reader.texts("description", TEXT_MOST),
        sector=reader.choice("sector", terms("oked")),
        currency=code,
        cost_minor=amount(reader, "cost", code) or 0,
        starts_on=day(reader, "starts_on"),
        ends_on=day(reader, "ends_on"),
        site_id=_site(reader, sites),
        wanted_sources=reader.choices("wanted_sources", terms("funding_sources")),
        source=reader.line("source", SOURCE_MOST),
        is_demo=reader.is_ticked("is_demo"),
    )
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        words = _("The end is before the start. Choose a day from %(day)s on.", day=day_words(draft.starts_on))
        reader.errors.setdefault("ends_on", words)
    reader.finish()
    return draft


def _wanted(reader: FormReader, name: str, vocabulary: str) -> str:
    found = reader.choice(name, terms(vocabulary))
    if not found:
        reader.errors.setdefault(name, _("Please choose."))
    return found


def _site(reader: FormReader, sites: Collection[int]) -> int | None:
    found = reader.choice("site_id", [str(one) for one in sites])
    return int(found) if found else None


def _names(reader: FormReader, pattern: str) -> dict[str, str]:
    """A name by language; in one language at least."""
    typed = {lang: reader.line(pattern.format(lang), NAME_MOST) for lang in LOCALES}
    found = {lang: name for lang, name in typed.items() if name}
    if not found:
        reader.errors.setdefault(pattern.format("ru"), _("Give the name in at least one language."))
    return found


def read_steps(values: Values, code: str, cost_minor: int) -> list[StepDraft]:
    """The lines that are filled in, in their order. code, cost_minor: of the project. Raises Invalid."""
    reader = FormReader(values)
    rows = {row: _step(reader, row, code) for row in range(1, MOST_ROWS + 1) if _is_step(reader, row)}
    _check_order(reader, rows)
    total = sum(step.cost_minor or 0 for step in rows.values())
    if total > cost_minor:
        words = _("The steps come to %(amount)s %(code)s more than the project costs. Lower one, or correct the cost.",
                  amount=shown_amount(total - cost_minor, code), code=code)  # fmt: skip
        last = max(row for row, step in rows.items() if step.cost_minor)
        reader.errors.setdefault(f"step_cost_{last}", words)
    reader.finish()
    return list(rows.values())


def _is_step(reader: FormReader, row: int) -> bool:
    names = (
        *(f"step_{lang}_{row}" for lang in LOCALES),
        *(f"{name}_{row}" for name in ("planned_on", "done_on", "step_cost")),
    )
    return any(reader.raw(name) for name in names)


def _step(reader: FormReader, row: int, code: str) -> StepDraft:
    found = StepDraft(
        names=_names(reader, f"step_{{}}_{row}"),
        planned_on=day(reader, f"planned_on_{row}"),
        done_on=day(reader, f"done_on_{row}"),
        cost_minor=amount(reader, f"step_cost_{row}", code, least=0),
    )
    if found.done_on and found.done_on > clock.today():
        reader.errors.setdefault(f"done_on_{row}", _("A step cannot be done on a day that is still to come."))
    return found


def _check_order(reader: FormReader, rows: Mapping[int, StepDraft]) -> None:
    """Steps follow one another: none is planned to end before the one above it."""
    before: date | None = None
    for row, step in rows.items():
        if before and step.planned_on and step.planned_on < before:
            words = _(
                "This step would end before the one above it. Choose a day from %(day)s on.", day=day_words(before)
            )
            reader.errors.setdefault(f"planned_on_{row}", words)
        before = step.planned_on or before


def read_funding(values: Values, code: str, cost_minor: int) -> list[FundingDraft]:
    """The lines that are filled in. Raises Invalid when they come to more than the project costs, and says by how much."""
    reader = FormReader(values)
    rows = {row: _funding(reader, row, code) for row in range(1, MOST_ROWS + 1) if _is_funding(reader, row)}
    if not reader.errors and (words := excess_words(list(rows.values()), code, cost_minor)):
        reader.errors[f"amount_{max(rows)}"] = words
    reader.finish()
    return list(rows.values())


def _is_funding(reader: FormReader, row: int) -> bool:
    return any(reader.raw(f"{name}_{row}") for name in ("source", "funder", "amount", "committed_on"))


def _funding(reader: FormReader, row: int, code: str) -> FundingDraft:
    found = FundingDraft(
        source=_wanted(reader, f"source_{row}", "funding_sources"),
        funder=reader.line(f"funder_{row}", FUNDER_MOST),
        amount_minor=amount(reader, f"amount_{row}", code) or 0,
        state=reader.choice(f"state_{row}", terms("funding_states"), "negotiated"),
        committed_on=day(reader, f"committed_on_{row}"),
    )
    if found.state == COMMITTED and found.committed_on is None:
        reader.errors.setdefault(
            f"committed_on_{row}", _("Write the day of the promise: only what is signed is committed.")
        )
    if found.state == COMMITTED and found.committed_on and found.committed_on > clock.today():
        reader.errors.setdefault(
            f"committed_on_{row}", _("This day is still to come: until then the money is negotiated.")
        )
    if found.state != COMMITTED:
        found.committed_on = None
    return found


def excess_words(lines: Sequence[FundingDraft], code: str, cost_minor: int) -> str:
    """What is said when funding comes to more than the cost; nothing when it does not."""
    committed = sum(one.amount_minor for one in lines if one.state == COMMITTED) - cost_minor
    if committed > 0:
        return _("The committed money comes to %(amount)s %(code)s more than the project costs. Lower a line, or correct the cost.",
                 amount=shown_amount(committed, code), code=code)  # fmt: skip
    whole = sum(one.amount_minor for one in lines) - cost_minor
    if whole > 0:
        return _("Committed and negotiated money come to %(amount)s %(code)s more than the project costs: of what is negotiated, write down the part that would be taken.",
                 amount=shown_amount(whole, code), code=code)  # fmt: skip
    return ""
