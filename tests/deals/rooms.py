"""A deal and its browsers, for tests of the rooms of tasks and messages."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from matchmaker.core.audit import trail
from matchmaker.core.db import Database
from matchmaker.core.models import Job
from matchmaker.deals.work.models import DealTask
from matchmaker.notifications.models import Mail
from tests.cast import Cast
from tests.conftest import sign_in
from tests.deals.making import make_deal


@dataclass
class DealRoom:
    """An application with one deal of the author's laboratory and the company's enterprise."""

    app: Flask
    cast: Cast
    deal: int

    @property
    def database(self) -> Database:
        """The application's database."""
        return self.app.extensions["database"]

    def browser(self, name: str) -> FlaskClient:
        """Signed in as somebody of the cast."""
        return sign_in(self.app, f"{name}@example.org")

    def user(self, name: str) -> int:
        """The id of somebody of the cast."""
        return int(self.cast[name].user_id or 0)

    def tasks(self) -> list[tuple[str, bool, bool]]:
        """Title, whether done, whether removed, of each task."""
        with self.database.read() as db:
            found = db.scalars(select(DealTask).order_by(DealTask.id))
            return [(one.title, one.done_at is not None, one.removed_at is not None) for one in found]

    def verbs(self) -> list[str]:
        """The deal's trail."""
        with self.database.read() as db:
            return [one.verb for one in trail(db, "deal", self.deal)]

    def letters(self) -> list[tuple[str, str, str]]:
        """To whom, subject and body of every letter since this was asked last."""
        with self.database.write() as db:
            found = list(db.scalars(select(Mail).order_by(Mail.id)))
            db.execute(delete(Job))
            db.execute(delete(Mail))
        return [(one.address.partition("@")[0], one.subject, one.body) for one in found]


def deal_room(app: Flask, cast: Cast, stage: str = "performing", **values: object) -> DealRoom:
    """A deal, the two sides and the officer."""
    with app.extensions["database"].write() as db:
        return DealRoom(app, cast, make_deal(db, cast, stage=stage, **values).id)


def at_once(clients: list[FlaskClient], call: Callable[[FlaskClient], TestResponse]) -> list[int]:
    """The same call by all at the same moment; the statuses, sorted."""
    barrier, found = threading.Barrier(len(clients)), list[int]()

    def run(client: FlaskClient) -> None:
        barrier.wait()
        found.append(call(client).status_code)

    threads = [threading.Thread(target=run, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)
