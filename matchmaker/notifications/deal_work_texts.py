"""What the letters about tasks and messages of deals say. What people write in a deal's room never stands in a letter."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _due(**values: str) -> tuple[str, str]:
    return _("By %(day)s: %(task)s", **values), _(
        "Good day, %(name)s!\n\nOn the deal “%(title)s” this is to be done by %(day)s:\n\n%(task)s\n\nWhen it is done, tick "
        "it off; if it cannot be done by then, choose another day:\n%(link)s",
        **values,
    )


def _late(**values: str) -> tuple[str, str]:
    return _("Late: %(task)s", **values), _(
        "Good day, %(name)s!\n\nOn the deal “%(title)s” this was to be done by %(day)s and is not ticked off:\n\n%(task)s\n\n"
        "When it is done, tick it off; if it needs longer, choose another day:\n%(link)s",
        **values,
    )


def _message(**values: str) -> tuple[str, str]:
    return _("New messages: %(title)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s has written to you in the deal “%(title)s”. Read and answer here:\n%(link)s",
        **values,
    )


def _mention(**values: str) -> tuple[str, str]:
    return _("%(person)s asks you: %(title)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s names you in a message in the deal “%(title)s” and waits for your answer:\n"
        "%(link)s",
        **values,
    )


DEAL_WORK_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "task_due": _due,
    "task_late": _late,
    "deal_message": _message,
    "deal_mention": _mention,
}
