"""The demo: organisations, postings and accounts of every role, loaded through actions so that they obey every rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.queries import find_by_email
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.tables import Placed, Row, read_table
from matchmaker.deals.seeds.loading import seed_deals
from matchmaker.indicators.report.seeds import load_reports
from matchmaker.indicators.seeds import load_indicators
from matchmaker.organisations.actions import add_member, create_organisation, verify_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.postings.actions import approve_edit, create_posting, move_posting, save_translation
from matchmaker.postings.draft import read_draft, read_texts
from matchmaker.postings.fields import CODES, TEXT_NAMES
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows as postings_in
from matchmaker.postings.queries import whole
from matchmaker.recommendations.actions import answer
from matchmaker.sessions.seeds.loading import seed_sessions
from matchmaker.territories.seeds.facilities import load_facilities
from matchmaker.territories.seeds.loading import load_territories
from matchmaker.territories.seeds.projects import load_projects
from matchmaker.territories.seeds.statistics import load_statistics
from matchmaker.vocabularies import terms

DEMO_PASSWORD = "matchmaker-demo"
DEMO_LOCALES = {"researcher": "kk", "company": "ru", "officer": "ru", "operator": "kk", "analyst": "ru"}
ORGANISATIONS = (
    "key", "kind", *(f"name_{lang}" for lang in LOCALES), "region", "parent", *(f"description_{lang}" for lang in LOCALES)
)  # fmt: skip
POSTINGS = (
    "key", "organisation", "kind", "lang", "title", "summary", "description", "advantages", "expectations", "trl",
    "ip_status", "cooperation", "partner_kinds", "partner_sizes", "fields", "grnti", "sectors", "sdg", "regions",
    "budget_min", "budget_max", "deadline_days", "keywords", "equipment", "confidential", "visibility",
)  # fmt: skip
TRANSLATIONS = ("key", "lang", "title", "summary", "description")
RELEVANCE = ("need", "capability", "grade")
# Where the demo accounts belong, what waits in the review queue, and who has answered whom: (own, other).
MEMBERS = (("researcher", "mining-c01"), ("company", "mining-n01"), ("operator", "construction-c01"))
IN_REVIEW = frozenset({"space-c11", "robotics-c11"})
# What later floors add to the demo, each from its own part of the folder, in this order.
LOADERS: tuple[Callable[[Session, Path], object], ...] = (
    load_territories,
    load_facilities,
    load_projects,
    load_statistics,
    load_indicators,
)
INTERESTS = (("mining-n01", "mining-c01"), ("mining-c01", "mining-n01"), ("mining-n02", "mining-c01"))


def demo_emails() -> list[tuple[str, str]]:
    """Address and role of every demo account."""
    return [(f"{role}@demo.example", role) for role in terms("roles")]


@dataclass(frozen=True)
class RowValues:
    """A row of a seed file as the values of the posting's form."""

    row: Row

    def get(self, key: str, default: str) -> str:
        """One value of the form."""
        if key == "deadline_on":
            days = self.row.number("deadline_days")
            return "" if days is None else (clock.today() + timedelta(days=days)).isoformat()
        value = self.row.cells.get(key, default)
        return ", ".join(self.row.many(key)) if key == "keywords" and value else value

    def getlist(self, key: str) -> list[str]:
        """Several values of the form."""
        return self.row.many(key) if key in CODES else []


def posting_rows(folder: Path) -> Iterator[Row]:
    """Every row of every posting file."""
    for path in sorted((folder / "postings").glob("*.csv")):
        yield from read_table(path, POSTINGS)


def seed_organisations(db: Session, folder: Path) -> int:
    """Load what is not there yet; returns how many were made."""
    known = dict(db.execute(select(Organisation.seed_key, Organisation.id)).all())
    made = 0
    for row in read_table(folder / "organisations.csv", ORGANISATIONS):
        if row["key"] not in known:
            if row["parent"] and row["parent"] not in known:
                raise row.fault("parent", _("“%(value)s” is not a key above this line.", value=row["parent"]))
            known[row["key"]] = _seed_organisation(db, row, known.get(row["parent"])).id
            made += 1
    return made


def _seed_organisation(db: Session, row: Row, parent_id: int | None) -> Organisation:
    try:
        made = create_organisation(SYSTEM, db, row.cells, parent_id, seed_key=row["key"])
    except Invalid as fault:
        raise _placed(row, fault) from fault
    verify_organisation(SYSTEM, db, made)
    return made


def _placed(row: Row, fault: Invalid) -> Invalid:
    """The first fault of a row with file, line and column."""
    if isinstance(fault, Placed):
        return fault
    column, message = next(iter(fault.errors.items()))
    return row.fault({"deadline_on": "deadline_days", "organisation_id": "organisation"}.get(column, column), message)


def seed_postings(db: Session, folder: Path) -> int:
    """Load what is not there yet and carry it through review; returns how many were made."""
    owners = dict(db.execute(select(Organisation.seed_key, Organisation.id)).all())
    known = set(db.scalars(select(Posting.seed_key)))
    made = 0
    for row in posting_rows(folder):
        if row["key"] not in known:
            _seed_posting(db, row, owners.get(row["organisation"]))
            made += 1
    return made


def _seed_posting(db: Session, row: Row, organisation_id: int | None) -> None:
    try:
        draft = read_draft(RowValues(row))
        posting = create_posting(SYSTEM, db, organisation_id, draft, seed_key=row["key"])
        db.flush()  # the steps below read what was saved
        move_posting(SYSTEM, db, posting, "submit")
        if row["key"] not in IN_REVIEW:
            move_posting(SYSTEM, db, posting, "publish")
    except Invalid as fault:
        raise _placed(row, fault) from fault


def seed_translations(db: Session, folder: Path) -> None:
    """Load texts in a second language."""
    by_key = {posting.seed_key: posting for posting in postings_in(db, whole().where(Posting.seed_key.is_not(None)))}
    for row in read_table(folder / "translations.csv", TRANSLATIONS):
        posting = by_key.get(row["key"])
        if posting is None:
            raise row.fault("key", _("“%(value)s” is not a key of a posting.", value=row["key"]))
        if all(text.lang != row["lang"] for text in posting.texts):
            _seed_translation(db, row, posting)


def _seed_translation(db: Session, row: Row, posting: Posting) -> None:
    try:
        save_translation(SYSTEM, db, posting, row["lang"], read_texts(_Texts(row)), "author")
    except Invalid as fault:
        raise _placed(row, fault) from fault
    approve_edit(SYSTEM, db, posting)


@dataclass(frozen=True)
class _Texts(RowValues):
    """A translation's row: the fields it does not have are empty."""

    def get(self, key: str, default: str) -> str:
        return self.row.cells.get(key, "") if key in TEXT_NAMES else default


def seed_accounts(db: Session) -> None:
    """One account per role; researcher, company and operator are managers of an organisation of the seeds."""
    for email, role in demo_emails():
        if find_by_email(db, email) is None:
            name = terms("roles")[role].labels[locale := DEMO_LOCALES.get(role, "en")]
            create_user(SYSTEM, db, email=email, password=DEMO_PASSWORD, name=name, role=role, locale=locale)
    db.flush()  # members are looked up by address
    for role, key in MEMBERS:
        posting = db.scalar(select(Posting).where(Posting.seed_key == key))
        if posting:
            organisation = db.get_one(Organisation, posting.organisation_id)
            add_member(SYSTEM, db, organisation, f"{role}@demo.example", "manager")


def seed_answers(db: Session) -> None:
    """A few answers, so that every page of the demo has something to show."""
    keys = {key for pair in INTERESTS for key in pair}
    found = {posting.seed_key: posting for posting in postings_in(db, whole().where(Posting.seed_key.in_(keys)))}
    for own, other in INTERESTS:
        if own in found and other in found:
            answer(SYSTEM, db, found[own], found[other], "interested")


def seed_all(db: Session, folder: Path) -> tuple[int, int]:
    """Everything, once: what is there already is left as it is. Returns new organisations and new postings."""
    organisations, postings = seed_organisations(db, folder), seed_postings(db, folder)
    if postings:
        seed_translations(db, folder)
    is_first = find_by_email(db, demo_emails()[0][0]) is None
    if is_first:
        seed_accounts(db)
        seed_answers(db)
    seed_sessions(db, folder, DEMO_PASSWORD)
    seed_deals(db, folder, DEMO_PASSWORD)
    for load in LOADERS:
        load(db, folder)
    load_reports(db, folder, DEMO_PASSWORD)
    return organisations, postings
