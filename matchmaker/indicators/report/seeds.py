"""The demo's reporting bodies and one open cycle in which some have submitted, some must correct, the rest are late.

Loaded once: what is there already stays as it is. Without indicators there are bodies and a cycle, and nothing to fill in.
Every figure made here is marked demo, and says so in its document.
"""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actions import create_users
from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.accounts.models import User
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.tables import Row, read_table
from matchmaker.deals.documents.actions import Sent
from matchmaker.deals.money.standing import today
from matchmaker.indicators.models import Indicator, IndicatorTarget
from matchmaker.indicators.report.actions import open_cycle
from matchmaker.indicators.report.asked import Asked, asked_of
from matchmaker.indicators.report.draft import CycleDraft, FillingDraft, ItemDraft
from matchmaker.indicators.report.filling import fill_submission, move_submission
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.indicators.report.queries import WHOLE
from matchmaker.organisations.actions import create_organisation, verify_organisation
from matchmaker.organisations.models import Membership
from matchmaker.organisations.queries import actor_of
from matchmaker.vocabularies import terms

BODIES = ("key", "kind", "region", *(f"name_{lang}" for lang in LOCALES))
ASKED = ("indicator", "body", "target")
SUBMISSIONS = ("body", "person", "state", "factor", "lang", "text", "reason")
FIRST_YEAR = 2026  # of the Concept
CAPITAL = "KZ-71"
OVERDUE = timedelta(days=10)
STEPS = {"awaited": (), "submitted": ("submit",), "returned": ("submit", "return"), "accepted": ("submit", "accept")}
PLACE = "people.example"


def load_bodies(db: Session, folder: Path) -> int:
    """The bodies with their organisations; returns how many were made."""
    path = folder / "indicators" / "bodies.csv"
    if not path.exists():
        return 0
    known = set(db.scalars(select(ReportingBody.seed_key)))
    missing = [row for row in read_table(path, BODIES) if row["key"] not in known]
    for row in missing:
        _make_body(db, row)
    return len(missing)


def _make_body(db: Session, row: Row) -> None:
    if row["kind"] not in terms("body_kinds"):
        raise row.fault("kind", _("Choose from the list."))
    values = row.cells | {"kind": "public_body", "region": row["region"] or CAPITAL}
    organisation = create_organisation(SYSTEM, db, values, seed_key=row["key"])
    verify_organisation(SYSTEM, db, organisation)
    names = {lang: row[f"name_{lang}"] for lang in LOCALES}
    body = ReportingBody(kind=row["kind"], region=row["region"], names=names, seed_key=row["key"])
    body.organisation_id = organisation.id
    db.add(body)


def load_reports(db: Session, folder: Path, password: str) -> int:
    """Bodies, and an open cycle unless there is one already; returns how many submissions were made."""
    load_bodies(db, folder)
    own = folder / "indicators"
    if not (own / "submissions.csv").exists() or db.scalar(select(ReportCycle.id).limit(1)):
        return 0
    _ask(db, own)
    rows = {row["body"]: row for row in read_table(own / "submissions.csv", SUBMISSIONS)}
    people = _people(db, rows, password)
    cycle = open_cycle(SYSTEM, db, *_days())
    query = select(Submission).where(Submission.cycle_id == cycle.id).options(*WHOLE).order_by(Submission.id)
    found = list(db.scalars(query.execution_options(populate_existing=True)))
    for submission in found:
        if (key := submission.body.seed_key or "") in people:
            _submit(db, submission, rows[key], people[key])
    return len(found)


def _days() -> tuple[int, CycleDraft]:
    """The year that was over last, at the earliest the first of the Concept; bodies are late in any case."""
    year = max(FIRST_YEAR, today().year - 1)
    submit_by = min(date(year + 1, 4, 1), today() - OVERDUE)
    return year, CycleDraft(submit_by, date(year + 1, 5, 1))


def _ask(db: Session, own: Path) -> None:
    """Make bodies answer for indicators that nobody owns, and ask every region for some; indicators not there are left out."""
    indicators = {one.code: one for one in db.scalars(select(Indicator))}
    owners = dict(db.execute(select(ReportingBody.seed_key, ReportingBody.organisation_id)).all())
    there = {(one.indicator_id, one.place) for one in db.scalars(select(IndicatorTarget))}
    for row in read_table(own / "asked.csv", ASKED):
        indicator = indicators.get(row["indicator"])
        if indicator is None:
            continue
        if row["body"]:
            indicator.owner_id = indicator.owner_id or owners.get(row["body"])
        else:
            missing = [place for place in terms("regions") if (indicator.id, place) not in there]
            db.add_all(_target(indicator, place, row) for place in missing)
    db.flush()


def _target(indicator: Indicator, place: str, row: Row) -> IndicatorTarget:
    return IndicatorTarget(indicator_id=indicator.id, place=place, year=_days()[0], value=float(row["target"]))


def _people(db: Session, rows: dict[str, Row], password: str) -> dict[str, Actor]:
    """An account for each body of the file, a member of its organisation."""
    homes = dict(db.execute(select(ReportingBody.seed_key, ReportingBody.organisation_id)).all())
    known = {key: row for key, row in rows.items() if key in homes}
    emails = {key: f"{key}@{PLACE}" for key in known}
    there = set(db.scalars(select(User.email).where(User.email.in_(emails.values()))))
    made = [_account(row, emails[key]) for key, row in known.items() if emails[key] not in there]
    create_users(SYSTEM, db, made, password)
    users = {user.email: user for user in db.scalars(select(User).where(User.email.in_(emails.values())))}
    for key, email in emails.items():
        if email not in there:
            db.add(Membership(organisation_id=homes[key], user_id=users[email].id, role="manager"))
    db.flush()
    return {key: actor_of(db, users[email]) for key, email in emails.items()}


def _account(row: Row, email: str) -> dict[str, str]:
    return {"email": email, "name": row["person"], "role": "company", "locale": row["lang"]}


def _submit(db: Session, submission: Submission, row: Row, person: Actor) -> None:
    """Carry one submission as far as the file says."""
    if row["state"] not in STEPS:
        raise row.fault("state", _("Choose from the list."))
    submission.is_demo = True
    asked = asked_of(db, submission.body, submission.cycle.year)
    if not row["factor"]:
        return
    items = {one.key: _item(one, row) for one in asked[: 1 if row["state"] == "awaited" else None]}
    db.flush()
    fill_submission(person, db, submission, FillingDraft(row["text"], row["lang"], items), submission.version)
    for verb in STEPS[row["state"]]:
        actor = person if verb == "submit" else SYSTEM
        move_submission(actor, db, submission, verb, submission.version, row["reason"])


def _item(one: Asked, row: Row) -> ItemDraft:
    indicator = one.indicator
    goal = one.target if one.target is not None else (indicator.baseline or 1.0)
    value = round(goal * float(row["factor"]), indicator.decimals)
    words = f"DEMO\n{row['body']}: {indicator.code} {one.place} = {value}\n".encode()
    return ItemDraft(value, "Demo", None, Sent(f"demo-{row['body']}-{indicator.code}.txt", "text/plain", words))
