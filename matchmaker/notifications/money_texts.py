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


MONEY_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {"payment_late": _late}
