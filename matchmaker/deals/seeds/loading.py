"""Loading the demo's deals, once: a deal that is there already stays as it is."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import DomainError
from matchmaker.core.i18n import _
from matchmaker.core.tables import Row, read_table
from matchmaker.deals.models import Deal
from matchmaker.deals.seeds import money, papers, steps, talk
from matchmaker.deals.seeds.dates import moments, needed_day
from matchmaker.deals.seeds.opening import DEALS, open_seeded
from matchmaker.deals.seeds.records import read_records
from matchmaker.deals.seeds.story import Cast, Deed, placed
from matchmaker.notifications.actions import in_silence
from matchmaker.sessions.seeds.people import DEMO, load_world

FOLDER = "deals"
Deeds = Callable[[Row], Iterator[Deed]]
TABLES: dict[str, tuple[tuple[str, ...], Deeds]] = {
    "moves": (steps.MOVES, steps.move_deeds),
    "ndas": (steps.NDAS, steps.nda_deeds),
    "openings": (steps.OPENINGS, steps.opening_deeds),
    "documents": (papers.DOCUMENTS, papers.document_deeds),
    "terms": (money.TERMS, money.term_deeds),
    "sales": (money.SALES, money.sales_deeds),
    "payments": (money.PAYMENTS, money.payment_deeds),
    "tasks": (talk.TASKS, talk.task_deeds),
    "messages": (talk.MESSAGES, talk.message_deeds),
}


def seed_deals(db: Session, folder: Path, password: str) -> int:
    """Load what is not there yet; returns how many deals were made."""
    own = folder / FOLDER
    if not own.exists():
        return 0
    known = set(db.scalars(select(Deal.seed_key)))
    missing = [row for row in read_table(own / "deals.csv", DEALS) if row["key"] not in known]
    if missing:
        cast, deeds = _load_cast(db, folder, password), _read_deeds(own)
        with in_silence():
            for number, row in enumerate(missing):
                _tell(db, cast, row, deeds[row["key"]], number * 11)
    return len(missing)


def _load_cast(db: Session, folder: Path, password: str) -> Cast:
    """The people of the sessions, those of the deals alone, and the demo accounts by their roles."""
    world, more = (load_world(db, folder / name, password) for name in ("sessions", FOLDER))
    accounts = db.scalars(select(User).where(User.email.endswith(f"@{DEMO}")))
    users = {one.email.partition("@")[0]: one for one in accounts} | world.users | more.users
    return Cast(users, world.organisations, world.postings, read_records(folder / FOLDER))


def _read_deeds(own: Path) -> dict[str, list[Deed]]:
    """What is done on each deal, by its key. Raises Invalid for a key of no deal."""
    keys = {row["key"] for row in read_table(own / "deals.csv", DEALS)}
    found: dict[str, list[Deed]] = defaultdict(list)
    for name, (columns, deeds) in TABLES.items():
        for row in read_table(own / f"{name}.csv", columns):
            found[_known(row, keys)] += deeds(row)
    plans: dict[str, list[Row]] = defaultdict(list)
    for row in read_table(own / "funding.csv", money.FUNDING):
        plans[_known(row, keys)].append(row)
    for key, rows in plans.items():
        found[key] += money.funding_deeds(rows)
    return found


def _known(row: Row, keys: set[str]) -> str:
    if row["deal"] not in keys:
        raise row.fault("deal", _("“%(value)s” is not a key of this demo.", value=row["deal"]))
    return row["deal"]


def _tell(db: Session, cast: Cast, row: Row, deeds: list[Deed], spread: int) -> None:
    """The history of one deal: each deed at its time, in the order of days and, within a day, of what needs what."""
    deeds = sorted(deeds, key=lambda deed: (deed.on, deed.rank, deed.row.line))
    begins, *times = moments([needed_day(row, "on"), *(deed.on for deed in deeds)], spread)
    try:
        with clock.set_to(begins):
            story = open_seeded(db, cast, row)
    except DomainError as fault:
        raise placed(row, fault) from fault
    for deed, moment in zip(deeds, times, strict=True):
        with clock.set_to(moment):
            deed.play(story)
            db.flush()  # what is written later would be dated later
    talk.catch_up(story)
