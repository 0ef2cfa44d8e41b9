"""An application with one territory and its browsers, for tests of the first rooms of territories."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from matchmaker.core.audit import trail
from matchmaker.core.db import Database
from matchmaker.core.models import Job
from matchmaker.notifications.models import Mail
from tests.cast import Cast
from tests.conftest import sign_in
from tests.territories.making import make_territory


@dataclass
class TerritoryRoom:
    """One territory that the operator of the cast runs."""

    app: Flask
    cast: Cast
    territory: int

    @property
    def database(self) -> Database:
        """The application's database."""
        return self.app.extensions["database"]

    @property
    def home(self) -> str:
        """The address of the territory."""
        return f"/territories/{self.territory}"

    def browser(self, name: str) -> FlaskClient:
        """Signed in as somebody of the cast, or nobody, who reads English."""
        if name != "anonymous":
            return sign_in(self.app, f"{name}@example.org")
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    def verbs(self, subject: str, subject_id: int) -> list[str]:
        """The trail of a thing."""
        with self.database.read() as db:
            return [one.verb for one in trail(db, subject, subject_id)]

    def letters(self) -> list[tuple[str, str, str]]:
        """To whom, subject and body of every letter since this was asked last."""
        with self.database.write() as db:
            found = list(db.scalars(select(Mail).order_by(Mail.id)))
            db.execute(delete(Job))
            db.execute(delete(Mail))
        return [(one.address.partition("@")[0], one.subject, one.body) for one in found]


def territory_room(app: Flask, cast: Cast, state: str = "designated") -> TerritoryRoom:
    """The territory and its people."""
    with app.extensions["database"].write() as db:
        return TerritoryRoom(app, cast, make_territory(db, cast, state).id)
