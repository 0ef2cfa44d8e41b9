"""A territory with one project and an investor, for tests of the rooms of projects and investors."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.audit import trail
from matchmaker.core.db import Database
from matchmaker.core.models import Job
from matchmaker.notifications.models import Mail
from matchmaker.organisations.queries import actor_of
from matchmaker.territories.projects.models import Project
from matchmaker.territories.projects.queries import funding_of, steps_of
from tests.cast import Cast
from tests.conftest import sign_in
from tests.territories.making import make_territory
from tests.territories.making_projects import make_investor, make_project


@dataclass
class ProjectRoom:
    """An application with a territory of the operator, one project of it, and a fund with one person, `investor`."""

    app: Flask
    cast: Cast
    territory: int
    project: int
    fund: int

    @property
    def database(self) -> Database:
        """The application's database."""
        return self.app.extensions["database"]

    def browser(self, name: str) -> FlaskClient:
        """Signed in as somebody; anonymous as nobody, reading English."""
        if name != "anonymous":
            return sign_in(self.app, f"{name}@example.org")
        client = self.app.test_client()
        client.post("/language", data={"lang": "en"})
        return client

    def actor(self, name: str) -> Actor:
        """An actor as the database knows it now."""
        with self.database.read() as db:
            return actor_of(db, db.scalars(select(User).where(User.email == f"{name}@example.org")).one())

    def stored(self) -> Project:
        """The project as it is stored."""
        with self.database.read() as db:
            return db.get_one(Project, self.project)

    def steps(self) -> list[tuple[object, ...]]:
        """Number, English name, plan, fact and cost of each step."""
        with self.database.read() as db:
            found = steps_of(db, self.project)
            return [(one.number, one.names.get("en"), one.planned_on, one.done_on, one.cost_minor) for one in found]

    def funding(self) -> list[tuple[str, str, int, str]]:
        """Source, funder, amount and state of each line."""
        with self.database.read() as db:
            return [(one.source, one.funder_name, one.amount_minor, one.state) for one in funding_of(db, self.project)]

    def verbs(self) -> list[str]:
        """The project's trail."""
        with self.database.read() as db:
            return [one.verb for one in trail(db, "project", self.project)]

    def letters(self) -> list[tuple[str, str, str]]:
        """To whom, subject and body of every letter since this was asked last."""
        with self.database.write() as db:
            found = list(db.scalars(select(Mail).order_by(Mail.id)))
            db.execute(delete(Job))
            db.execute(delete(Mail))
        return [(one.address.partition("@")[0], one.subject, one.body) for one in found]


def project_room(app: Flask, cast: Cast, **values: object) -> ProjectRoom:
    """The territory, the project and the fund."""
    with app.extensions["database"].write() as db:
        territory = make_territory(db, cast)
        project = make_project(db, territory.id, **values)
        return ProjectRoom(app, cast, territory.id, project.id, make_investor(db).id)
