"""Letters about applications: the managing company learns of what organisations do, the organisation of decisions."""

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.i18n import use_locale
from matchmaker.notifications.actions import send_mail
from matchmaker.organisations.queries import people_of
from matchmaker.territories.residents.models import Residency
from matchmaker.vocabularies import label

DECIDED = {
    "admit": "residency_admitted",
    "return": "residency_returned",
    "refuse": "residency_refused",
    "end": "residency_ended",
}
OWN = {"withdraw": "residency_withdrawn", "leave": "residency_left"}


def tell_step(actor: Actor, db: Session, residency: Residency, verb: str) -> None:
    """Write to the other side of a step."""
    if verb in DECIDED:
        for user in people_of(db, residency.organisation_id):
            _write(db, user, residency, DECIDED[verb])
    elif verb in OWN:
        tell_managers(actor, db, residency, OWN[verb])


def tell_managers(actor: Actor, db: Session, residency: Residency, kind: str) -> None:
    """Write to the people of the managing company, but not to the one who acts."""
    manager_id = residency.territory.manager_id
    for user in people_of(db, manager_id) if manager_id else []:
        if user.id != actor.user_id:
            _write(db, user, residency, kind)


def _write(db: Session, user: User, residency: Residency, kind: str) -> None:
    with use_locale(user.locale):
        values = {
            "territory": residency.territory.name,
            "organisation": residency.organisation.name,
            "reason": label("residency_reasons", residency.reason) if residency.reason else "",
        }
    link = f"/territories/{residency.territory_id}/residents/{residency.id}"
    send_mail(db, user, kind, note=residency.note, link=link, **values)
