"""Words of projects that no vocabulary holds: names of fields, steps of the stages, lines of the history."""

from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.models import Audit
from matchmaker.vocabularies import label


def field_names() -> dict[str, str]:
    """Every field of the forms by its name, lines without their number; of the columns for the history."""
    plain = {
        "kind": _("Kind"), "sector": _("Sector"), "currency": _("Currency"), "cost": _("Cost"), "cost_minor": _("Cost"),
        "starts_on": _("Begins on"), "ends_on": _("Ends on"), "site_id": _("Site"), "wanted_sources": _("Money is looked for from"),
        "source": _("Source"), "is_demo": _("Demonstration data"), "planned_on": _("Planned to end on"), "done_on": _("Done on"),
        "step_cost": _("Cost of the step"), "funder": _("Funder"), "amount": _("Amount"), "state": _("State"),
        "committed_on": _("Day of the promise"), "sources": _("Our money is"), "regions": _("Regions"), "sectors": _("Sectors"),
        "kinds": _("Kinds of projects"), "stages": _("Stages at which we come in"), "least": _("We give at least"),
        "most": _("We give at most"), "names": _("Name"), "descriptions": _("Description"), "note": _("Note"),
        "answer": _("Answer"), "facts_source": _("Source of these facts"),
    }  # fmt: skip
    langs = {"kk": _("in Kazakh"), "ru": _("in Russian"), "en": _("in English")}
    texts = {"name": _("Name"), "description": _("Description"), "step": _("Step of the work")}
    return plain | {f"{name}_{lang}": f"{text} {langs[lang]}" for name, text in texts.items() for lang in LOCALES}


def step_words(verb: str, now: str) -> str:
    """What the button of a step says."""
    to = verb.removeprefix("to_")
    if to == "stopped":
        return _("Stop the project")
    return _("To the stage “%(stage)s”", stage=label("project_stages", to))


def event_words(event: Audit) -> str:
    """A line of the history."""
    if event.verb.startswith("to_"):
        return _moved(event)
    if event.verb == "edit":
        names = field_names()
        return _("Changed: %(fields)s", fields=", ".join(names.get(name, name) for name in event.after))
    words = {
        "create": _("Put on the list"),
        "plan_steps": _("Steps changed"),
        "plan_funding": _("Funding changed"),
        "open": _("Opened to investors"),
        "close": _("Closed to investors"),
        "interest": _("An investor is interested"),
        "answer": _("An investor was answered"),
    }
    return words.get(event.verb, event.verb)


def _moved(event: Audit) -> str:
    stages = [label("project_stages", one["stage"]) for one in (event.before, event.after)]
    note = event.after.get("note", "")
    return f"{stages[0]} → {stages[1]}" + (f": {note}" if note else "")
