"""What only a demo installation shows: the accounts of every role, and the local mailbox."""

from flask import Blueprint, abort, render_template

from matchmaker.notifications.queries import recent_mails
from matchmaker.seeding import DEMO_PASSWORD, demo_emails
from matchmaker.web.access import access, config, db

blueprint = Blueprint("mailbox", __name__)


def demo_accounts() -> list[dict[str, str]]:
    """Address, password and role of each demo account; none unless this is a demo."""
    if not config().demo:
        return []
    return [{"email": email, "password": DEMO_PASSWORD, "role": role} for email, role in demo_emails()]


@blueprint.get("/mailbox")
@access("public")
def index() -> str:
    """The latest letters; the page exists only in a demo."""
    if not config().demo:
        abort(404)
    return render_template("mailbox/index.html", mails=recent_mails(db()))
