"""Organisations: create, edit conflict, identifiers, members, the last manager, requests, verification."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.db import Database
from matchmaker.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from matchmaker.organisations import actions
from matchmaker.organisations.identifiers import bin_check_digit
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.queries import actor_of, load_organisation, members
from tests.cast import ROLES, Cast

FORM = {"kind": "enterprise", "name_ru": "Медный завод", "region": "KZ-35"}
BIN = "98074000012"
BIN += str(bin_check_digit(BIN))


def create(database: Database, actor: Actor, **more: str) -> Organisation:
    with database.write() as db:
        return actions.create_organisation(actor, db, FORM | more)


def refreshed(database: Database, cast: Cast, name: str) -> Actor:
    with database.read() as db:
        return actor_of(db, db.get_one(User, cast[name].user_id))


def people(database: Database, organisation_id: int) -> list[tuple[int, str, str]]:
    with database.read() as db:
        return [(one.user_id, one.role, one.state) for one in members(db, organisation_id)]


@pytest.mark.parametrize("name", [*ROLES, "anonymous"])
def test_everyone_but_readers_registers_and_manages(database: Database, cast: Cast, name: str) -> None:
    if name in ("analyst", "anonymous"):
        with pytest.raises(Forbidden):
            create(database, cast[name])
        return
    made = create(database, cast[name])
    assert people(database, made.id) == [(cast[name].user_id, "manager", "active")]
    assert made.id in refreshed(database, cast, name).managed
    assert made.verified_at is None


def test_the_same_form_sent_twice_gives_one_organisation(database: Database, cast: Cast) -> None:
    with database.write() as db:
        twins = [actions.create_organisation(cast["outsider"], db, FORM, form_token="once") for _again in range(2)]
    assert twins[0] is twins[1]


def test_every_fault_is_named_at_once(database: Database, cast: Cast) -> None:
    wrong = {"kind": "castle", "region": "KZ-99", "size": "vast", "bin": BIN[:-1], "ror": "abc", "website": "ftp://x"}
    with pytest.raises(Invalid) as fault:
        create(database, cast["outsider"], **wrong, name_ru="x" * 201, description_en="y" * 3001)
    assert sorted(fault.value.errors) == sorted([*wrong, "name_ru", "description_en"])


def test_a_bin_belongs_to_one_organisation(any_app: Flask, any_cast: Cast) -> None:
    database, outsider = any_app.extensions["database"], any_cast["outsider"]
    made = create(database, outsider, bin=BIN)
    with pytest.raises(Invalid) as fault:
        create(database, any_cast["company"], bin=BIN)
    assert fault.value.errors == {"bin": "An organisation with this BIN is registered already: ask to join it."}
    create(database, any_cast["company"])
    create(database, any_cast["company"])  # none has a BIN: that is no clash
    with database.write() as db:
        organisation = load_organisation(any_cast["officer"], db, made.id)
        assert actions.edit_organisation(any_cast["officer"], db, organisation, FORM | {"bin": BIN}, None, 1).bin == BIN


def test_a_stale_form_changes_nothing(any_app: Flask, any_cast: Cast) -> None:
    database, officer = any_app.extensions["database"], any_cast["officer"]
    made = create(database, any_cast["outsider"])

    def edit(name: str) -> None:
        with database.write() as db:
            organisation = load_organisation(officer, db, made.id)
            actions.edit_organisation(officer, db, organisation, FORM | {"name_ru": name}, None, made.version)

    edit("Первый")
    with pytest.raises(Conflict):
        edit("Второй")
    with database.read() as db:
        assert load_organisation(officer, db, made.id).name_ru == "Первый"
        assert [(line.verb, line.before, line.after) for line in audit.trail(db, "organisation", made.id)][1:] == [
            ("edit", {"name_ru": "Медный завод"}, {"name_ru": "Первый"})
        ]


def test_an_edit_that_waited_for_another_is_a_conflict(postgres_app: Flask) -> None:
    database = postgres_app.extensions["database"]
    cast = postgres_app.extensions["cast"]
    made = create(database, cast["outsider"])
    with pytest.raises(Conflict), database.write() as late:
        shown = load_organisation(cast["officer"], late, made.id)
        with database.write() as quick:
            same = load_organisation(cast["officer"], quick, made.id)
            actions.edit_organisation(cast["officer"], quick, same, FORM | {"name_ru": "Первый"}, None, 1)
        actions.edit_organisation(cast["officer"], late, shown, FORM | {"name_ru": "Второй"}, None, 1)
    with database.read() as db:
        assert load_organisation(cast["officer"], db, made.id).name_ru == "Первый"


def test_a_request_to_join_is_accepted_or_refused(database: Database, cast: Cast) -> None:
    author, outsider = cast["author"].user_id or 0, cast["outsider"].user_id or 0

    def step(call: Callable[..., object], who: str, *more: object) -> None:
        with database.write() as db:
            call(cast[who], db, load_organisation(cast[who], db, cast.laboratory), *more)

    for _again in range(2):
        step(actions.ask_to_join, "outsider")
    assert people(database, cast.laboratory) == [(author, "manager", "active"), (outsider, "member", "requested")]
    assert refreshed(database, cast, "outsider").organisations == frozenset()
    with pytest.raises(Forbidden):
        step(actions.add_member, "outsider", "outsider@example.org", "member")
    step(actions.remove_member, "author", outsider)
    step(actions.ask_to_join, "outsider")
    step(actions.add_member, "author", "OUTSIDER@example.org", "member")
    actor = refreshed(database, cast, "outsider")
    assert (actor.organisations, actor.managed) == (frozenset({cast.laboratory}), frozenset())


@pytest.mark.parametrize("name", ["analyst", "anonymous", "author"])
def test_readers_and_members_cannot_ask_to_join(database: Database, cast: Cast, name: str) -> None:
    with database.write() as db, pytest.raises(Forbidden):
        actions.ask_to_join(cast[name], db, load_organisation(cast[name], db, cast.laboratory))


def attempt(
    database: Database, cast: Cast, call: Callable[[Session, Organisation], object]
) -> type[DomainError] | None:
    try:
        with database.write() as db:
            call(db, load_organisation(cast["author"], db, cast.laboratory))
    except DomainError as fault:
        return type(fault)
    return None


def test_the_last_manager_stays_a_manager(any_app: Flask, any_cast: Cast) -> None:
    database, cast, author = any_app.extensions["database"], any_cast, any_cast["author"]
    own = author.user_id or 0
    assert attempt(database, cast, lambda db, it: actions.remove_member(author, db, it, own)) is Invalid
    assert attempt(database, cast, lambda db, it: actions.add_member(author, db, it, author.email, "member")) is Invalid
    assert people(database, cast.laboratory) == [(own, "manager", "active")]
    assert (
        attempt(database, cast, lambda db, it: actions.add_member(author, db, it, "outsider@example.org", "manager"))
        is None
    )
    assert attempt(database, cast, lambda db, it: actions.remove_member(author, db, it, own)) is None
    assert people(database, cast.laboratory) == [(cast["outsider"].user_id, "manager", "active")]


def test_faults_of_members_are_named(database: Database, cast: Cast) -> None:
    author = cast["author"]
    assert (
        attempt(database, cast, lambda db, it: actions.add_member(author, db, it, "nobody@example.org", "member"))
        is Invalid
    )
    assert attempt(database, cast, lambda db, it: actions.add_member(author, db, it, author.email, "king")) is Invalid
    assert attempt(database, cast, lambda db, it: actions.remove_member(author, db, it, 999_999)) is NotFound


@pytest.mark.parametrize("name", [*ROLES, "anonymous"])
def test_only_officers_verify_and_only_once(database: Database, cast: Cast, name: str) -> None:
    made = create(database, cast["outsider"])
    may, outcomes = name in ("officer", "administrator"), []
    for _again in range(2):
        try:
            with database.write() as db:
                actions.verify_organisation(cast[name], db, load_organisation(cast[name], db, made.id))
            outcomes.append(True)
        except Forbidden:
            outcomes.append(False)
    assert outcomes == [may, False]
    with database.read() as db:
        assert db.get_one(Organisation, made.id).verified_by == (cast[name].user_id if may else None)


def test_a_stranger_edits_nothing(database: Database, cast: Cast) -> None:
    with database.write() as db, pytest.raises(Forbidden):
        laboratory = load_organisation(cast["company"], db, cast.laboratory)
        actions.edit_organisation(cast["company"], db, laboratory, FORM, None, laboratory.version)
    with database.read() as db:
        assert db.query(Membership).count() == 2
