"""An investor says that a project interests it; the managing company answers; both get letters."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _, use_locale
from matchmaker.core.text import clean, length_fault
from matchmaker.notifications.actions import send_mail
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import people_of
from matchmaker.territories.projects.models import Project, ProjectInterest
from matchmaker.territories.projects.rules import may_edit, may_fund

NOTE_MOST = 1000
ANSWERS = ("talk", "declined")


def interests_in(db: Session, project_id: int) -> list[ProjectInterest]:
    """Who has said to be interested, with organisation and person, the first one first."""
    query = select(ProjectInterest).where(ProjectInterest.project_id == project_id)
    query = query.options(joinedload(ProjectInterest.organisation), joinedload(ProjectInterest.user))
    return list(db.scalars(query.order_by(ProjectInterest.at, ProjectInterest.organisation_id)))


def own_interests(db: Session, organisation_id: int) -> dict[int, ProjectInterest]:
    """What an organisation has said, by project."""
    query = select(ProjectInterest).where(ProjectInterest.organisation_id == organisation_id)
    return {one.project_id: one for one in db.scalars(query)}


def _stored(db: Session, project_id: int, organisation_id: int) -> ProjectInterest | None:
    return db.get(ProjectInterest, (project_id, organisation_id), populate_existing=True)


def say_interest(
    actor: Actor, db: Session, project: Project, organisation: Organisation, note: str = ""
) -> ProjectInterest:
    """Tell the managing company. Said twice, it is told once. Raises Conflict when the project is open no longer."""
    require(may_fund(organisation) and organisation.id in actor.organisations)
    note = _checked(note)
    hold(db, project, "is_open")
    if there := _stored(db, project.id, organisation.id):
        return there
    if not project.is_open:
        raise Conflict(_("The project is no longer open to investors."))
    made = ProjectInterest(project_id=project.id, organisation_id=organisation.id, user_id=actor.user_id, note=note)
    db.add(made)
    after = {"organisation": organisation.id}
    audit.record(db, actor.user_id, "interest", "project", project.id, {}, after)
    for user in _managers(db, project):
        _write(db, user, "project_interest", project, organisation, person=actor.name, note=note or "–")
    return made


def _checked(note: str) -> str:
    note = clean(note)
    if fault := length_fault(note, 0, NOTE_MOST):
        raise Invalid({"note": fault})
    return note


def _managers(db: Session, project: Project) -> list[User]:
    """The operators of the managing company, everybody of it when it has none."""
    people = people_of(db, project.territory.manager_id) if project.territory.manager_id else []
    return [user for user in people if user.role == "operator"] or people


def _write(db: Session, user: User, kind: str, project: Project, organisation: Organisation, **values: str) -> None:
    with use_locale(user.locale):
        names = {"title": project.name, "organisation": organisation.name, "territory": project.territory.name}
    send_mail(db, user, kind, link=f"/projects/{project.id}", **names, **values)


def answer_interest(
    actor: Actor, db: Session, project: Project, organisation_id: int, answer: str, note: str = "", seen: str = ""
) -> ProjectInterest:
    """Answer an investor: talk, or declined. `seen`: the answer that the page has shown. Raises Conflict when it is another."""
    require(may_edit(actor, project))
    if answer not in ANSWERS:
        raise Invalid({"answer": _("Choose from the list.")})
    note = _checked(note)
    hold(db, project, "is_open")
    interest = _stored(db, project.id, organisation_id)
    if interest is None:
        raise NotFound(_("This organisation has not said that it is interested."))
    if interest.answer != seen:
        raise Conflict(_("A colleague has answered meanwhile. Look at the answer."))
    before = {"organisation": organisation_id, "answer": interest.answer}
    interest.answer, interest.answer_note, interest.answered_at = answer, note, clock.now()
    after = {"organisation": organisation_id, "answer": answer}
    audit.record(db, actor.user_id, "answer", "project", project.id, before, after)
    _tell_investor(actor, db, project, interest, note)
    return interest


def _tell_investor(actor: Actor, db: Session, project: Project, interest: ProjectInterest, note: str) -> None:
    organisation = db.get_one(Organisation, interest.organisation_id)
    people = people_of(db, organisation.id)
    asked = [user for user in people if user.id == interest.user_id] or people
    kind = "project_talk" if interest.answer == "talk" else "project_declined"
    for user in asked:
        _write(db, user, kind, project, organisation, person=actor.name, contact=actor.email, note=note or "–")
