"""Accounts: sign-up, confirmation, faults that look the same, reset, sign-out everywhere, roles."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from matchmaker.accounts import actions
from matchmaker.accounts.models import AccountToken, User
from matchmaker.accounts.queries import find_by_email, list_users
from matchmaker.core import audit, clock
from matchmaker.core.db import Database
from matchmaker.core.errors import Forbidden, Invalid, NotFound
from matchmaker.organisations.queries import load_actor
from tests.cast import PASSWORD, ROLES, Cast

NEWCOMER = {"email": "Aigul@Example.org", "password": PASSWORD, "name": "Aigul", "role": "researcher", "locale": "kk"}


def sign_up(database: Database, **changes: str) -> tuple[User, str] | None:
    with database.write() as db:
        return actions.sign_up(db, **NEWCOMER | changes)


def fault_of(database: Database, email: str, password: str) -> dict[str, str]:
    with database.read() as db, pytest.raises(Invalid) as fault:
        actions.sign_in(db, email, password)
    return fault.value.errors


def test_an_account_opens_with_the_confirmation_of_its_address(any_app: Flask) -> None:
    database = any_app.extensions["database"]
    opened = sign_up(database)
    assert opened is not None
    assert list(fault_of(database, NEWCOMER["email"], PASSWORD)) == ["email"]
    with database.write() as db:
        actions.confirm_address(db, opened[1])
    with database.read() as db:
        user = actions.sign_in(db, "  AIGUL@example.ORG ", PASSWORD)
        assert (user.id, user.email, user.locale, user.timezone) == (
            opened[0].id,
            "aigul@example.org",
            "kk",
            "Asia/Almaty",
        )
        assert [line.verb for line in audit.trail(db, "user", user.id)] == ["create", "confirm"]
    with database.write() as db, pytest.raises(NotFound):
        actions.confirm_address(db, opened[1])


def test_a_known_address_is_answered_with_silence(database: Database, cast: Cast) -> None:
    assert sign_up(database, email="Author@example.org") is None
    with database.read() as db:
        assert find_by_email(db, "author@example.org").name == "Author"
        assert actions.request_reset(db, "nobody@example.org") is None


def test_every_fault_of_the_form_is_named_at_once(database: Database) -> None:
    wrong = {
        "email": "no address",
        "password": "short",
        "name": "A",
        "role": "officer",
        "locale": "de",
        "timezone": "Mars",
    }
    with pytest.raises(Invalid) as fault:
        sign_up(database, **wrong)
    assert sorted(fault.value.errors) == sorted(wrong)


def test_faults_of_sign_in_look_the_same(database: Database, cast: Cast) -> None:
    sign_up(database)
    with database.write() as db:
        db.get_one(User, cast["outsider"].user_id).is_active = False
    tries = {
        "unknown address": ("nobody@example.org", PASSWORD),
        "wrong password": ("author@example.org", "wrong password"),
        "closed account": ("outsider@example.org", PASSWORD),
        "unconfirmed and wrong": (NEWCOMER["email"], "wrong password"),
        "nothing": ("", ""),
    }
    faults = [fault_of(database, *pair) for pair in tries.values()]
    assert faults == [{"password": "The address or the password is wrong."}] * len(tries)


def test_a_reset_ends_every_sign_in_and_works_once(any_app: Flask, any_cast: Cast) -> None:
    database, author = any_app.extensions["database"], any_cast["author"]
    with database.write() as db:
        asked = actions.request_reset(db, author.email)
        assert asked is not None
    with database.write() as db, pytest.raises(Invalid):
        actions.reset_password(db, asked[1], "short")
    with database.write() as db:
        actions.reset_password(db, asked[1], "another long one")
    assert list(fault_of(database, author.email, PASSWORD)) == ["password"]
    with database.write() as db:
        assert actions.sign_in(db, author.email, "another long one").id == author.user_id
        assert load_actor(db, author.user_id or 0, 0) is None
        with pytest.raises(NotFound):
            actions.reset_password(db, asked[1], "a third long one")


@pytest.mark.parametrize(("purpose", "lifetime"), [("confirm", timedelta(days=3)), ("reset", timedelta(hours=2))])
def test_a_token_grows_too_old(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch, purpose: str, lifetime: timedelta
) -> None:
    opened = sign_up(database)
    assert opened is not None
    with database.write() as db:
        token = actions.tokens.issue(db, db.get_one(User, opened[0].id), purpose)
    later: datetime = clock.now() + lifetime + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with database.write() as db, pytest.raises(NotFound):
        actions.tokens.redeem(db, token, purpose)


def test_a_token_serves_its_purpose_only_and_is_not_stored(database: Database) -> None:
    opened = sign_up(database)
    assert opened is not None
    with database.write() as db, pytest.raises(NotFound):
        actions.reset_password(db, opened[1], PASSWORD)
    with database.read() as db:
        stored = [row.token_hash for row in db.query(AccountToken)]
    assert len(stored) == 1
    assert opened[1] not in stored


def test_signing_out_everywhere_ends_every_cookie(database: Database, cast: Cast) -> None:
    author = cast["author"]
    with database.read() as db:
        assert load_actor(db, author.user_id or 0, 0) == author
    with database.write() as db:
        actions.sign_out_everywhere(author, db)
    with database.read() as db:
        assert load_actor(db, author.user_id or 0, 0) is None
        assert load_actor(db, author.user_id or 0, 1) == author


@pytest.mark.parametrize("name", [*ROLES, "anonymous"])
def test_only_the_administrator_gives_roles(database: Database, cast: Cast, name: str) -> None:
    company, may = cast["company"].user_id or 0, name == "administrator"
    new = {"email": "new@example.org", "password": PASSWORD, "name": "New", "role": "officer"}
    steps = [
        lambda db: actions.change_role(cast[name], db, company, "operator"),
        lambda db: actions.create_user(cast[name], db, **new),
        lambda db: list_users(cast[name], db),
    ]
    outcomes = []
    for step in steps:
        try:
            with database.write() as db:
                step(db)
            outcomes.append(True)
        except Forbidden:
            outcomes.append(False)
    assert outcomes == [may] * 3
    with database.read() as db:
        user = db.get_one(User, company)
        assert (user.role, user.epoch) == (("operator", 1) if may else ("company", 0))


def test_the_administrator_keeps_the_own_role_and_roles_exist(database: Database, cast: Cast) -> None:
    administrator = cast["administrator"]
    with database.write() as db:
        with pytest.raises(Forbidden):
            actions.change_role(administrator, db, administrator.user_id or 0, "researcher")
        with pytest.raises(Invalid):
            actions.change_role(administrator, db, cast["company"].user_id or 0, "emperor")
        with pytest.raises(NotFound):
            actions.change_role(administrator, db, 999_999, "officer")
