"""The form of a site as typed."""

from dataclasses import dataclass

from matchmaker.core import clock
from matchmaker.core.i18n import _, current_locale
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

TEXTS = {"names": ("name", 200), "descriptions": ("description", 2000)}
ADDRESS_MOST, SOURCE_MOST = 300, 300
FIRST_YEAR, YEARS_AHEAD = 1900, 30


@dataclass(frozen=True)
class SiteDraft:
    """What the form says about a site; the names are those of the columns."""

    kind: str
    names: dict[str, str]
    descriptions: dict[str, str]
    organisation_id: int | None = None
    address: str = ""
    opened_year: int | None = None
    is_planned: bool = False
    source: str = ""


def read_site(values: Values) -> SiteDraft:
    """Raises Invalid with every fault at once."""
    reader = FormReader(values)
    texts = {column: reader.texts(name, most) for column, (name, most) in TEXTS.items()}
    kind = reader.choice("kind", terms("site_kinds"))
    draft = SiteDraft(
        kind,
        **texts,
        organisation_id=next((one for one in reader.ids("organisation_id") if one < 2**31), None),
        address=reader.line("address", ADDRESS_MOST),
        opened_year=reader.number("opened_year", FIRST_YEAR, clock.today().year + YEARS_AHEAD),
        is_planned=reader.is_ticked("is_planned"),
        source=reader.line("source", SOURCE_MOST),
    )
    _check_together(draft, reader.errors)
    reader.finish()
    return draft


def _check_together(draft: SiteDraft, errors: dict[str, str]) -> None:
    if not draft.kind:
        errors.setdefault("kind", _("Please choose."))
    if not draft.names:
        errors.setdefault(f"name_{current_locale()}", _("Give the name in at least one language."))
    year, now = draft.opened_year, clock.today().year
    if year and draft.is_planned and year < now:
        errors["opened_year"] = _("A planned site opens this year or later. Or take the tick away.")
    elif year and not draft.is_planned and year > now:
        errors["opened_year"] = _("This year is still to come: tick that the site is planned.")
