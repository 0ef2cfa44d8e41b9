"""Names of the fields of territories, sites and applications, and of their steps, in the reader's language."""

from matchmaker.core.i18n import LOCALES, _
from matchmaker.territories.models import TerritoryMove
from matchmaker.vocabularies import label


def territory_fields() -> dict[str, str]:
    """Every field by its name in a form, and by its column for the history."""
    plain = {
        "region": _("Region"),
        "sectors": _("Sectors"),
        "area_ha": _("Area, hectares"),
        "website": _("Website"),
        "manager_id": _("Managing company"),
        "source": _("Source of these facts"),
        "decided_on": _("Day of the decision"),
        "note": _("Note"),
        "kind": _("Kind"),
        "organisation_id": _("Organisation"),
        "address": _("Address"),
        "opened_year": _("Year of opening"),
        "is_planned": _("Planned, does not work yet"),
        "activity": _("What you will do in the territory"),
        "sector": _("Sector"),
        "jobs": _("Jobs planned"),
        "currency": _("Currency"),
        "investment": _("Investment planned"),
        "investment_minor": _("Investment planned"),
        "reason": _("Reason"),
    }
    return plain | _texts()


def _texts() -> dict[str, str]:
    texts = {
        "name": _("Name"),
        "description": _("Description"),
        "place": _("Place"),
        "decision": _("Decision"),
    }
    langs = {"kk": _("in Kazakh"), "ru": _("in Russian"), "en": _("in English")}
    single = {f"{name}_{lang}": f"{text} {langs[lang]}" for name, text in texts.items() for lang in LOCALES}
    return single | {f"{name}s": text for name, text in texts.items()}


def step_names() -> dict[str, str]:
    """The steps on the way to the status, as buttons say them."""
    return {
        "assess": _("Begin the assessment"),
        "designate": _("Grant the status"),
        "turn_down": _("Back to the candidates"),
        "suspend": _("Suspend the status"),
        "restore": _("Restore the status"),
        "revoke": _("Take the status away"),
    }


def step_done(move: TerritoryMove) -> str:
    """What a step was, for the history."""
    words = {
        "open": _("Put on the list of candidates"),
        "assess": _("Assessment begun"),
        "designate": _("Status granted"),
        "turn_down": _("Put back among the candidates"),
        "suspend": _("Status suspended"),
        "restore": _("Status restored"),
        "revoke": _("Status taken away"),
    }
    return words.get(move.verb) or label("territory_states", move.to_state)


def residency_steps() -> dict[str, str]:
    """The steps of a residency, as buttons say them."""
    return {
        "admit": _("Admit"),
        "return": _("Return for completion"),
        "refuse": _("Refuse"),
        "end": _("End the residency"),
        "withdraw": _("Withdraw the application"),
        "leave": _("Leave the territory"),
    }


def residency_done(verb: str) -> str:
    """What happened to a residency, for its history."""
    words = {
        "apply": _("Applied"),
        "edit": _("Application changed"),
        "send": _("Sent again"),
        "admit": _("Admitted"),
        "return": _("Returned for completion"),
        "refuse": _("Refused"),
        "end": _("Residency ended"),
        "withdraw": _("Application withdrawn"),
        "leave": _("Left by own wish"),
    }
    return words.get(verb, verb)
