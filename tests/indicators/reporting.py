"""Bodies, indicators and cycles made directly, and a room of them with browsers, for tests of the annual report."""

import io
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matchmaker.core.db import Database
from matchmaker.core.models import Job
from matchmaker.indicators.models import Direction, Indicator, IndicatorTarget
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission, SubmissionItem
from matchmaker.indicators.values.models import Evidence, IndicatorValue
from matchmaker.notifications.models import Mail
from tests.cast import Cast
from tests.conftest import sign_in

YEAR = 2030
TEXT = b"The figures of the year, signed."


def texts(kk: str, ru: str, en: str) -> dict[str, str]:
    """A text in each language."""
    return {"kk": kk, "ru": ru, "en": en}


def make_direction(db: Session, code: str = "science", position: int = 0, **more: Any) -> Direction:
    """A direction."""
    made = Direction(
        code=code, position=position, **more, names=texts(f"Ғылым {code}", f"Наука {code}", f"Science {code}")
    )
    db.add(made)
    db.flush()
    return made


def make_indicator(db: Session, direction: Direction, code: str, **values: Any) -> Indicator:
    """An indicator with every text; targets by place in `targets`, of YEAR."""
    targets = values.pop("targets", {})
    columns: dict[str, Any] = {
        "names": texts(f"Қызмет көлемі {code}", f"Объём услуг {code}", f"Volume of services {code}"),
        "units": texts("млн теңге", "млн тенге", "million tenge"),
        "formulas": texts("А + Ә", "А + Б", "A + B"),
        "sources": texts("Әкімшілік деректер", "Административные данные", "Administrative data"),
        "baseline_year": 2025, "baseline": 10.0, "critical": 5.0, "decimals": 1,
    }  # fmt: skip
    made = Indicator(code=code, direction_id=direction.id, **(columns | values))
    db.add(made)
    db.flush()
    db.add_all(
        IndicatorTarget(indicator_id=made.id, place=place, year=YEAR, value=one) for place, one in targets.items()
    )
    db.flush()
    return made


def make_body(
    db: Session, organisation_id: int | None, region: str = "", name: str = "Body", **values: Any
) -> ReportingBody:
    """A body: local when it has a region."""
    kind = "local" if region else "central"
    names = texts(f"{name} ұйымы", f"{name} орган", name)
    made = ReportingBody(kind=kind, names=names, region=region, organisation_id=organisation_id, **values)
    db.add(made)
    db.flush()
    return made


def make_cycle(
    db: Session, bodies: list[ReportingBody], state: str = "open", year: int = YEAR, **values: Any
) -> ReportCycle:
    """A cycle that asks these bodies."""
    days = {"submit_by": date(year + 1, 4, 1), "publish_by": date(year + 1, 5, 1)}
    made = ReportCycle(year=year, state=state, **(days | values))
    db.add(made)
    db.flush()
    db.add_all(Submission(cycle_id=made.id, body_id=one.id) for one in bodies)
    db.flush()
    return made


def make_evidence(db: Session, cast: Cast, name: str = "act.txt", content: bytes = TEXT) -> Evidence:
    """A document."""
    made = Evidence(filename=name, media_type="text/plain", size=len(content), sha256=sha256(content).hexdigest())
    made.content, made.user_id = content, cast["author"].user_id
    db.add(made)
    db.flush()
    return made


@dataclass
class ReportRoom:
    """The ministry asks the author's body (Karaganda Region) and the company's (central) for their figures.

    `owned`: the company's, for the country. `regional`: nobody's, so the author's for the region.
    """

    app: Flask
    cast: Cast
    author: int
    company: int
    owned: int
    regional: int

    @property
    def database(self) -> Database:
        """The application's database."""
        return self.app.extensions["database"]

    def browser(self, name: str) -> FlaskClient:
        """Signed in as somebody of the cast; nobody reads in English too."""
        if name != "anonymous":
            return sign_in(self.app, f"{name}@example.org")
        client = self.app.test_client()
        client.post("/language", data={"lang": "en"})
        return client

    @property
    def key(self) -> str:
        """How the author's figure is called in the form."""
        return f"{self.regional}-KZ-35"

    def url(self, whose: str = "author") -> str:
        """The address of a body's submission."""
        return f"/reports/{YEAR}/submissions/{getattr(self, whose)}"

    def version(self, whose: str = "author") -> str:
        """The version of a submission now."""
        with self.database.read() as db:
            return str(db.get_one(Submission, getattr(self, whose)).version)

    def states(self) -> list[str]:
        """The states of the submissions, the author's first, and of the cycle."""
        with self.database.read() as db:
            found = [db.get_one(Submission, one).state for one in (self.author, self.company)]
            return [*found, db.scalars(select(ReportCycle.state)).one()]

    def fill(self, whose: str = "author", **more: object) -> TestResponse:
        """Send the form of a body with one value, a note and a document."""
        key = self.key if whose == "author" else f"{self.owned}-KZ"
        sent: dict[str, object] = {
            f"value_{key}": "12,5", f"note_{key}": "By the act.", f"file_{key}": (io.BytesIO(TEXT), "act.txt"),
            "text": "We worked.", "lang": "en", "version": self.version(whose), "then": "submit",
        }  # fmt: skip
        return self.browser(whose).post(self.url(whose), data=sent | more)

    def step(self, who: str, verb: str, whose: str = "author", **more: object) -> int:
        """Take a step with a submission; the status."""
        data = {"version": self.version(whose), "reason": "The act is of another year."} | more
        return self.browser(who).post(f"{self.url(whose)}/{verb}", data=data).status_code

    def turn(self, verb: str, who: str = "analyst", **more: object) -> TestResponse:
        """Take a step with the cycle."""
        return self.browser(who).post(f"/reports/{YEAR}/{verb}", data=more)

    def submit_all(self) -> None:
        """Both bodies submit, the ministry accepts both."""
        for whose in ("author", "company"):
            assert self.fill(whose).status_code == 302
            assert self.step("analyst", "accept", whose) == 302

    def items(self) -> list[tuple[int, str, float | None, str]]:
        """What is filled in: indicator, place, value, note."""
        with self.database.read() as db:
            found = db.scalars(select(SubmissionItem).order_by(SubmissionItem.id))
            return [(one.indicator_id, one.place, one.value, one.note) for one in found]

    def values(self) -> list[tuple[int, str, int, float, str]]:
        """Every version of every value: indicator, place, version, value, state."""
        with self.database.read() as db:
            found = db.scalars(select(IndicatorValue).order_by(IndicatorValue.id))
            return [(one.indicator_id, one.place, one.version, one.value, one.state) for one in found]

    def letters(self) -> list[tuple[str, str, str]]:
        """To whom, subject and body of every letter since this was asked last."""
        with self.database.write() as db:
            found = list(db.scalars(select(Mail).order_by(Mail.id)))
            db.execute(delete(Job))
            db.execute(delete(Mail))
        return [(one.address.partition("@")[0], one.subject, one.body) for one in found]


def report_room(app: Flask, cast: Cast, state: str = "open", **values: Any) -> ReportRoom:
    """The room; the company's organisation owns an indicator, the other one is reported by region."""
    with app.extensions["database"].write() as db:
        direction = make_direction(db)
        owned = make_indicator(db, direction, "1.1", owner_id=cast.enterprise, targets={"KZ": 20.0})
        regional = make_indicator(db, direction, "1.2", position=1, targets={"KZ-35": 12.0})
        bodies = [make_body(db, cast.laboratory, "KZ-35", "Akimat"), make_body(db, cast.enterprise, "", "Agency")]
        cycle = make_cycle(db, bodies, state, **values)
        ids = db.scalars(select(Submission.id).where(Submission.cycle_id == cycle.id).order_by(Submission.id)).all()
        return ReportRoom(app, cast, ids[0], ids[1], owned.id, regional.id)
