"""A real server in a thread, and the demo in small: what the browser tests visit."""

import csv
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from waitress import create_server

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import SYSTEM
from matchmaker.app import create_app
from matchmaker.core import clock, jobs
from matchmaker.organisations.actions import add_member, create_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.paths import SEEDS
from matchmaker.postings.actions import expire_postings, move_posting
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.recommendations.actions import answer, move_introduction
from matchmaker.seeding import DEMO_PASSWORD, seed_accounts, seed_all
from matchmaker.terminology.actions import suggest_term
from tests.apps import config_for
from tests.browser.deals import make_whole_deal
from tests.browser.meetings import hold_session
from tests.sessions.making import make_person, make_session

KEPT = {
    "mining": ("c01", "c03", "c07", "c08", "c10", "n01", "n02", "n06", "n08"),
    "construction": ("c01", "c02", "c03", "n05"),
    "space": ("c11", "n06"),
    "robotics": ("c11", "n08"),
    "water": ("c01", "c03", "c04", "n03", "n08"),
    "energy": ("c01", "c02", "n05"),
}
# Capability (of the researcher), need (of the company), and how far the officer has brought the two.
PAIRS = (
    ("mining-c03", "mining-n01", ("broker",)),
    ("mining-c10", "mining-n01", ("broker", "close")),
    ("mining-c03", "mining-n06", ("decline",)),
)
# What has happened to single postings since.
STEPS = {
    "mining-c08": ("withdraw", "reopen"),
    "water-c01": ("pause",),
    "construction-c02": ("withdraw",),
}


class Site:
    """One application behind its own address."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app, self.address = app, address
        self.database = app.extensions["database"]

    def run_jobs(self) -> None:
        """Whatever is due: readings of postings, letters."""
        jobs.run_all(self.database, self.app.extensions["tasks"])

    def posting(self, key: str) -> int:
        """The id of a posting of the seeds."""
        with self.database.read() as db:
            return int(db.scalars(select(Posting.id).where(Posting.seed_key == key)).one())


@contextmanager
def serve(url: str, home: Path, **more: str) -> Iterator[Site]:
    """A server on a free port; protection against forged requests stays on, as in production."""
    app = create_app(config_for(url, home, **more))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Site(app, f"http://127.0.0.1:{server.effective_port}")
    finally:
        server.close()
        thread.join(5)
        app.extensions["database"].engine.dispose()


def copy_rows(source: Path, target: Path, keys: set[str]) -> None:
    """The rows of a seed file that are kept."""
    with source.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        kept = [next(lines), *(line for line in lines if line[0] in keys)]
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(kept)


def small_seeds(folder: Path, kept: dict[str, tuple[str, ...]] = KEPT) -> Path:
    """The folder of the seeds with every organisation, territory, statistic and indicator, and some of the postings."""
    (folder / "postings").mkdir(parents=True)
    shutil.copy(SEEDS / "organisations.csv", folder)
    for name in ("territories", "statistics", "indicators"):
        shutil.copytree(SEEDS / name, folder / name)
    for name, numbers in kept.items():
        file = f"postings/{name}.csv"
        copy_rows(SEEDS / file, folder / file, {f"{name}-{number}" for number in numbers})
    keys = {f"{name}-{number}" for name, numbers in kept.items() for number in numbers}
    copy_rows(SEEDS / "translations.csv", folder / "translations.csv", keys)
    return folder


def _seeded(db: Session, key: str) -> Posting:
    (found,) = rows(db, whole().where(Posting.seed_key == key))
    return found


def _introduce(db: Session, capability: str, need: str, verbs: tuple[str, ...]) -> None:
    ours, theirs = _seeded(db, capability), _seeded(db, need)
    answer(SYSTEM, db, ours, theirs, "interested")
    db.flush()
    made = answer(SYSTEM, db, theirs, ours, "interested")
    assert made is not None
    for verb in verbs:
        move_introduction(SYSTEM, db, made, verb, "A first talk on Tuesday")


def _add_investor(db: Session) -> None:
    """`investor@demo.example`, of a fund."""
    fund = db.scalars(select(Organisation).where(Organisation.seed_key == "bokeyorda-capital")).one()
    email = "investor@demo.example"
    create_user(SYSTEM, db, email=email, password=DEMO_PASSWORD, name="Investor", role="company")
    add_member(SYSTEM, db, fund, email, "manager")


def fill(site: Site, folder: Path) -> None:
    """The demo in small: every state of a posting and of an introduction has an example."""
    with site.database.write() as db:
        seed_all(db, small_seeds(folder))
    with site.database.write() as db:
        for pair in PAIRS:
            _introduce(db, *pair)
        for key, verbs in STEPS.items():
            for verb in verbs:
                move_posting(SYSTEM, db, _seeded(db, key), verb, "Say which ore it is")
        session = make_session(db, venues={"en": "Karaganda"}, capacity=40)
        home = _seeded(db, "mining-c01").organisation_id
        make_person(db, session, "guest", home, state="applied")
        hold_session(db, _seeded(db, "mining-c01").id, _seeded(db, "mining-n01").id)
        make_whole_deal(db)
        _add_investor(db)
        _seeded(db, "water-c04").version += 1
        create_organisation(SYSTEM, db, {"kind": "enterprise", "region": "KZ-35", "name_ru": "Новый завод"})
        _seeded(db, "construction-c01").expires_at = clock.now() - timedelta(days=1)
        _seeded(db, "mining-n02").refreshed_at = clock.now() - timedelta(days=300)
        db.flush()
        expire_postings(SYSTEM, db)
        term = {"kk": "пульпа құбыры", "ru": "пульповод", "en": "slurry pipeline", "domain": "mining", "pos": "noun"}
        suggest_term(SYSTEM, db, term | {"note": "A need for repairs speaks of it"})
    site.run_jobs()


def fill_with_accounts(site: Site) -> None:
    """Accounts of every role, and nothing else."""
    with site.database.write() as db:
        seed_accounts(db)
