"""What the letters about the money of deals say. Placeholders are filled in after translation."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _late(**values: str) -> tuple[str, str]:
    return _("A payment is late: %(title)s", **values), _(
        "Good day, %(name)s!\n\nIn the deal “%(title)s” money is due that is not entered as paid. Late payments: %(number)s; "
        "the oldest was due on %(day)s. If it has been paid, the side that received it enters it. See what is open:\n"
        "%(link)s",
        **values,
    )


def _unreported(**values: str) -> tuple[str, str]:
    return _("Sales are not reported: %(title)s", **values), _(
        "Good day, %(name)s!\n\nIn the deal “%(title)s” royalties are counted from sales that are not reported yet. Periods "
        "without a report: %(number)s; the oldest ended on %(day)s. The side that pays the royalties reports the sales; when "
        "nothing was sold, it reports 0:\n%(link)s",
        **values,
    )


MONEY_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {"payment_late": _late, "sales_unreported": _unreported}
