"""What the letters about bookings of facilities say. `note` is empty or ends with an empty line."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _asked(**values: str) -> tuple[str, str]:
    return _("Please answer a booking: %(facility)s", **values), _(
        "Good day, %(name)s!\n\n%(organisation)s would like to book “%(facility)s”:\n%(when)s\n\nWhat for: %(purpose)s\n\n"
        "The hours are kept free until you answer:\n%(link)s",
        **values,
    )


def _confirmed(**values: str) -> tuple[str, str]:
    return _("Booked: %(facility)s", **values), _(
        "Good day, %(name)s!\n\nYour booking of “%(facility)s” is confirmed:\n%(when)s\n\n%(note)sYour bookings:\n%(link)s",
        **values,
    )


def _refused(**values: str) -> tuple[str, str]:
    return _("Your booking is refused: %(facility)s", **values), _(
        "Good day, %(name)s!\n\nThe managing company cannot give you “%(facility)s” at this time:\n%(when)s\n\n%(note)s"
        "Your bookings:\n%(link)s",
        **values,
    )


def _cancelled(**values: str) -> tuple[str, str]:
    return _("Your booking is cancelled: %(facility)s", **values), _(
        "Good day, %(name)s!\n\nThe managing company has had to cancel your booking of “%(facility)s”:\n%(when)s\n\n%(note)s"
        "Your bookings:\n%(link)s",
        **values,
    )


def _withdrawn(**values: str) -> tuple[str, str]:
    return _("A booking is cancelled: %(facility)s", **values), _(
        "Good day, %(name)s!\n\n%(organisation)s has cancelled its booking of “%(facility)s”:\n%(when)s\n\n%(note)s"
        "The hours are free again. Bookings to come:\n%(link)s",
        **values,
    )


FACILITY_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "booking_asked": _asked,
    "booking_confirmed": _confirmed,
    "booking_refused": _refused,
    "booking_cancelled": _cancelled,
    "booking_withdrawn": _withdrawn,
}
