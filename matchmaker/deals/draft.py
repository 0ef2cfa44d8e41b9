"""A deal's form as typed: read, checked, every fault in words at once."""

import re
from dataclasses import replace

from matchmaker.core.i18n import _
from matchmaker.deals.actions import CURRENCIES, Head, check_head
from matchmaker.deals.models import Deal
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

TITLE_MOST, SUMMARY_MOST = 200, 4000
AMOUNT = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]{1,2}))?")


def read_amount(reader: FormReader, name: str) -> int | None:
    """An amount as typed, in minor units: spaces between thousands, up to two decimals after a point or a comma."""
    raw = "".join(reader.raw(name).split())
    if not raw:
        return None
    found = AMOUNT.fullmatch(raw) if raw.isascii() else None
    if found is None:
        reader.errors[name] = _("Write an amount, for example 1 500 000 or 1500000.50.")
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def typed_amount(minor: int | None) -> str:
    """An amount as a form shows it."""
    if minor is None:
        return ""
    whole, rest = divmod(minor, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def read_new(values: Values) -> Head:
    """The form of a deal from scratch. Raises Invalid with every fault at once."""
    reader = FormReader(values)
    provider_id, recipient_id = _side(reader, "provider_id"), _side(reader, "recipient_id")
    kind = reader.choice("kind", terms("deal_kinds"))
    if not kind:
        reader.errors.setdefault("kind", _("Please choose."))
    return _finish(reader, _facts(reader, Head("", kind, provider_id, recipient_id)))


def read_edit(values: Values, deal: Deal) -> Head:
    """The form of a deal's head; kind and sides are those of the deal. Raises Invalid with every fault at once."""
    reader = FormReader(values)
    return _finish(reader, _facts(reader, Head("", deal.kind, deal.provider_id, deal.recipient_id)))


def _side(reader: FormReader, name: str) -> int:
    found = next((one for one in reader.ids(name) if one < 2**31), 0)
    if not found:
        reader.errors[name] = _("Choose from the list.")
    return found


def _facts(reader: FormReader, head: Head) -> Head:
    return replace(
        head,
        title=reader.line("title", TITLE_MOST, 1),
        summary=reader.text("summary", SUMMARY_MOST),
        region=reader.choice("region", terms("regions")),
        sector=reader.choice("sector", terms("oked")),
        trl=reader.number("trl", 1, 9),
        currency=reader.choice("currency", CURRENCIES, "KZT"),
        value_minor=read_amount(reader, "value"),
        starts_on=reader.day("starts_on"),
        ends_on=reader.day("ends_on"),
    )


def _finish(reader: FormReader, head: Head) -> Head:
    """What fields say together is told when each alone can be taken."""
    reader.finish()
    check_head(head)
    return head
