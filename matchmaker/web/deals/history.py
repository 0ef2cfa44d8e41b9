"""The events of a deal in words. Each room tells its own verbs with `tell`, so that the deal's page can word them."""

from collections.abc import Callable

from matchmaker.core.i18n import _
from matchmaker.deals.pipeline.history import Event
from matchmaker.vocabularies import label

Words = Callable[[], dict[str, str]]
_told: list[Words] = []


def tell(words: Words) -> Words:
    """Add a room's verbs of the audit trail: a function that gives verb → words in the reader's language."""
    _told.append(words)
    return words


def step_words() -> dict[str, str]:
    """The steps along the pipeline."""
    return {
        "open": _("Opened"),
        "advance": _("Moved on"),
        "return": _("Moved back"),
        "lose": _("Given up"),
        "terminate": _("Terminated"),
        "reopen": _("Opened again"),
    }


@tell
def own_words() -> dict[str, str]:
    """The verbs of the deal itself."""
    return {
        "edit": _("Edited"),
        "lead": _("The leading officer named"),
        "name": _("A person named"),
        "drop": _("A person taken off"),
        "change_kind": _("The kind of deal changed"),
        "swap": _("The two sides exchanged"),
    }


@tell
def room_words() -> dict[str, str]:
    """The verbs of the rooms; a room that has more tells them itself."""
    return {
        "nda_offer": _("NDA offered"),
        "nda_accept": _("NDA accepted for a side"),
        "nda_in_force": _("NDA in force"),
        "nda_end": _("NDA ended"),
        "nda_open": _("Confidential part opened"),
        "upload": _("Document uploaded"),
        "generate": _("Document generated"),
        "sign": _("Document signed"),
        "open": _("Confidential document opened"),
        "add_term": _("Term of payment added"),
        "edit_term": _("Term of payment changed"),
        "remove_term": _("Term of payment removed"),
        "report_sales": _("Sales reported"),
        "correct_sales": _("Sales corrected"),
        "pay": _("Payment entered"),
        "reverse_payment": _("Payment reversed"),
        "plan_funding": _("Plan of funding changed"),
        "add_task": _("Task added"),
        "edit_task": _("Task changed"),
        "do_task": _("Task done"),
        "undo_task": _("Task opened again"),
        "remove_task": _("Task removed"),
        "message": _("Message written"),
    }


def event_words(event: Event) -> str:
    """What happened."""
    if event.to_stage:
        return step_words().get(event.verb, event.verb)
    for words in reversed(_told):
        if event.verb in (found := words()):
            return found[event.verb]
    return event.verb


def event_detail(event: Event, names: dict[int, str]) -> str:
    """What it happened to: the person, the kinds; nothing that only a room may show."""
    person = event.after.get("person") or event.before.get("person")
    if event.verb in ("lead", "name", "drop") and person in names:
        return names[person] + (", " + _("signs") if event.after.get("signs") else "")
    if event.verb == "change_kind":
        return " → ".join(label("deal_kinds", one["kind"]) for one in (event.before, event.after))
    if event.verb == "edit":
        return ", ".join(field_names().get(name, name) for name in event.after)
    return ""


def field_names() -> dict[str, str]:
    """The fields of a deal's head by column and by name in the form."""
    return {
        "title": _("Title"),
        "summary": _("Summary"),
        "kind": _("Kind of deal"),
        "provider_id": _("Technology provider"),
        "recipient_id": _("Technology recipient"),
        "region": _("Region"),
        "sector": _("Economic activity"),
        "trl": _("Technology readiness level"),
        "currency": _("Currency"),
        "value": _("Expected worth"),
        "value_minor": _("Expected worth"),
        "starts_on": _("Begins on"),
        "ends_on": _("Ends on"),
        "officer": _("Leading officer"),
        "reason": _("Reason"),
    }
