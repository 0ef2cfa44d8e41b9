"""The demo's facilities: loaded once, in three languages, marked as demo, with bookings behind and ahead, nothing booked twice."""

from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.notifications.models import Mail
from matchmaker.organisations.models import Organisation
from matchmaker.paths import SEEDS
from matchmaker.postings.models import Posting
from matchmaker.seeding import seed_organisations
from matchmaker.territories.facilities.models import BookedHour, Booking, Facility
from matchmaker.territories.facilities.queries import booking_hours
from matchmaker.territories.seeds.facilities import load_facilities
from tests.cast import Cast
from tests.territories.making import make_territory


def with_territories(db: Session, cast: Cast, *keys: str) -> None:
    """The organisations of the seeds, and territories of these keys with a verified managing company."""
    seed_organisations(db, SEEDS)
    for key in keys:
        territory = make_territory(db, cast, seed_key=key)
        manager = db.get_one(Organisation, territory.manager_id)
        manager.verified_at = clock.now()
    db.flush()


def test_everything_is_loaded_once(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        with_territories(db, any_cast, "technoqala", "kurchatov")
        assert (load_facilities(db, SEEDS), load_facilities(db, SEEDS)) == (16, 0)
    with any_app.extensions["database"].read() as db:
        found = list(db.scalars(select(Facility).options(joinedload(Facility.territory))))
        assert Counter(one.territory.seed_key for one in found) == {"technoqala": 10, "kurchatov": 6}
        assert {(one.is_demo, one.is_open) for one in found} == {(True, True)}
        columns = ("names", "descriptions", "capacities", "terms")
        assert {(name, tuple(sorted(getattr(one, name)))) for one in found for name in columns} == {
            (name, ("en", "kk", "ru")) for name in columns
        }
        made = db.scalars(select(Posting).where(Posting.id.in_([one.posting_id for one in found]))).all()
        assert {(one.kind, one.state) for one in made} == {("capability", "published")} and len(made) == 16
        bookings = list(db.scalars(select(Booking).options(joinedload(Booking.facility))))
        assert {one.state for one in bookings} == {"asked", "confirmed", "refused", "cancelled"}
        assert len(bookings) == 21 and any(one.ends_at < clock.now() for one in bookings)
        assert sum(one.starts_at > clock.now() and one.state == "asked" for one in bookings) >= 5
        hours = Counter(one.booking_id for one in db.scalars(select(BookedHour)))
        assert hours == {
            one.id: (one.ends_at - one.starts_at).total_seconds() / 3600
            for one in bookings
            if one.state in ("asked", "confirmed")
        }
        years = {one.starts_at.year for one in bookings}
        assert sum(sum(booking_hours(db, year).values()) for year in years) == sum(
            hours[one.id] for one in bookings if one.state == "confirmed"
        )
        assert not db.scalars(
            select(Mail).where(Mail.subject.like("%ook%"))
        ).all()  # nobody is written to about bookings


def test_a_territory_that_is_not_there_is_named(app: Flask, cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as fault, app.extensions["database"].write() as db:
        assert load_facilities(db, tmp_path) == 0
        with_territories(db, cast, "kurchatov")
        load_facilities(db, SEEDS)
    assert fault.value.errors == {"facilities.csv, line 2, column territory": "“technoqala” is not a key of this demo."}


def test_a_broken_row_says_where_it_is(app: Flask, cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "territories"
    folder.mkdir()
    for name in ("facilities.csv", "bookings.csv"):
        text = (SEEDS / "territories" / name).read_text(encoding="utf-8")
        (folder / name).write_text(
            text.replace("xrd,technoqala,ile-silicate-inst,equipment", "xrd,technoqala,ile-silicate-inst,yacht")
        )
    with pytest.raises(Invalid) as fault, app.extensions["database"].write() as db:
        with_territories(db, cast, "technoqala")
        load_facilities(db, tmp_path)
    assert fault.value.errors == {
        "facilities.csv, line 2, column kind": "“yacht” is not in the list. Choose from the list."
    }
