"""The verbs of tasks and messages in a deal's trail, in the reader's words: for the page that shows the whole history."""

from matchmaker.core.i18n import _


def work_words() -> dict[str, str]:
    """Verb → words."""
    return {
        "add_task": _("A task added"),
        "edit_task": _("A task changed"),
        "do_task": _("A task done"),
        "undo_task": _("A task opened again"),
        "remove_task": _("A task removed"),
        "message": _("A message written"),
    }
