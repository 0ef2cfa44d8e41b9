"""Writes of accounts: the only place where they change."""

from collections.abc import Mapping, Sequence

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from matchmaker.accounts import passwords, tokens
from matchmaker.accounts.actor import SELF_SERVICE_ROLES, SYSTEM, Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.queries import find_by_email
from matchmaker.accounts.rules import may_manage_users, require
from matchmaker.core import audit, clock
from matchmaker.core.errors import Invalid, NotFound
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.text import clean_line, length_fault
from matchmaker.core.zones import known_zones
from matchmaker.vocabularies import terms


def check_email(email: str) -> str:
    """The normalised address. Raises Invalid when it cannot be one."""
    try:
        return validate_email(email.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as fault:
        raise Invalid({"email": _("This is not an e-mail address. Write it as name@example.org.")}) from fault


def check_password(password: str) -> str:
    """The password. Raises Invalid when it is too short or too long to be one."""
    if fault := length_fault(password, passwords.LEAST, 200):
        raise Invalid({"password": fault})
    return password


def _check_profile(name: str, locale: str, timezone: str) -> dict[str, str]:
    errors = {}
    if fault := length_fault(name, 2, 120):
        errors["name"] = fault
    if locale not in LOCALES:
        errors["locale"] = _("Choose a language from the list.")
    if timezone not in known_zones():
        errors["timezone"] = _("Choose a time zone from the list.")
    return errors


def sign_up(
    db: Session, *, email: str, password: str, name: str, role: str, locale: str = "en", timezone: str = "Asia/Almaty"
) -> tuple[User, str] | None:
    """Open an account that waits for confirmation; returns it with the token for the mail.

    Returns None when the address already has an account: the page answers the same either way.
    """
    errors = _check_profile(name := clean_line(name), locale, timezone)
    if role not in SELF_SERVICE_ROLES:
        errors["role"] = _("Choose researcher or company representative.")
    for check, value in ((check_email, email), (check_password, password)):
        try:
            check(value)
        except Invalid as fault:
            errors |= fault.errors
    if errors:
        raise Invalid(errors)
    if find_by_email(db, email):
        passwords.waste_time(password)
        return None
    user = create_user(SYSTEM, db, email=email, password=password, name=name, role=role, locale=locale)
    user.confirmed_at, user.timezone = None, timezone
    return user, tokens.issue(db, user, "confirm")


def create_user(
    actor: Actor, db: Session, *, email: str, password: str, name: str, role: str, locale: str = "en"
) -> User:
    """Open a confirmed account of any role, for the administrator and the command line."""
    require(may_manage_users(actor))
    errors = _check_profile(clean_line(name), locale, "Asia/Almaty")
    if role not in terms("roles"):
        errors["role"] = _("There is no role “%(role)s”. Choose from the list.", role=role)
    if errors:
        raise Invalid(errors)
    address, password = check_email(email), check_password(password)
    if find_by_email(db, address):
        raise Invalid({"email": _("There is an account with this address already.")})
    user = _confirmed(address, passwords.hash_password(password), name, role, locale)
    db.add(user)
    db.flush()  # the audit line needs the id
    audit.record(db, actor.user_id, "create", "user", user.id, {}, {"role": role})
    return user


def _confirmed(address: str, password_hash: str, name: str, role: str, locale: str) -> User:
    return User(
        email=address, password_hash=password_hash, name=clean_line(name), role=role, locale=locale,
        confirmed_at=clock.now(),
    )  # fmt: skip


def create_users(actor: Actor, db: Session, people: Sequence[Mapping[str, str]], password: str) -> None:
    """Open accounts of new people who share a password, which is hashed once: for the demo, whose people are many.

    `people`: email, name, role and locale of each; addresses that have no account yet.
    """
    require(may_manage_users(actor))
    shared = passwords.hash_password(check_password(password)) if people else ""
    made = [_confirmed(one["email"], shared, one["name"], one["role"], one["locale"]) for one in people]
    db.add_all(made)
    db.flush()
    for user in made:
        audit.record(db, actor.user_id, "create", "user", user.id, {}, {"role": user.role})


def confirm_address(db: Session, token: str) -> User:
    """Confirm the address a mail was sent to. Raises NotFound for a stale token."""
    user = tokens.redeem(db, token, "confirm")
    user.confirmed_at = clock.now()
    audit.record(db, user.id, "confirm", "user", user.id)
    return user


def sign_in(db: Session, email: str, password: str) -> User:
    """The account of address and password. Raises Invalid, the same for a wrong address and a wrong password."""
    user = find_by_email(db, email)
    if user is None or not user.is_active:
        passwords.waste_time(password)
    elif passwords.matches(user.password_hash, password):
        if user.confirmed_at:
            return user
        raise Invalid({"email": _("Confirm your address first: open the link in the mail we sent you.")})
    raise Invalid({"password": _("The address or the password is wrong.")})


def check_own_password(actor: Actor, db: Session, password: str) -> None:
    """The actor shows once more that it is they: for steps that bind. Raises Invalid for a wrong password."""
    user = db.get_one(User, actor.user_id)
    if not passwords.matches(user.password_hash, password):
        raise Invalid({"password": _("The password is wrong. Type the password of your account.")})


def request_reset(db: Session, email: str) -> tuple[User, str] | None:
    """A token for a new password, or None when the address has no account."""
    user = find_by_email(db, email)
    return (user, tokens.issue(db, user, "reset")) if user and user.is_active else None


def reset_password(db: Session, token: str, password: str) -> User:
    """Set a new password by mail token; every sign-in before it ends."""
    check_password(password)
    user = tokens.redeem(db, token, "reset")
    user.password_hash = passwords.hash_password(password)
    user.confirmed_at = user.confirmed_at or clock.now()
    user.epoch += 1
    audit.record(db, user.id, "reset_password", "user", user.id)
    return user


def sign_out_everywhere(actor: Actor, db: Session) -> None:
    """End every sign-in of the actor's account."""
    user = db.get_one(User, actor.user_id)
    user.epoch += 1
    audit.record(db, user.id, "sign_out_everywhere", "user", user.id)


def update_profile(actor: Actor, db: Session, *, name: str, locale: str, timezone: str) -> User:
    """Change the actor's own name, language and time zone."""
    if errors := _check_profile(name := clean_line(name), locale, timezone):
        raise Invalid(errors)
    user = db.get_one(User, actor.user_id)
    before = {"name": user.name, "locale": user.locale, "timezone": user.timezone}
    user.name, user.locale, user.timezone = name, locale, timezone
    audit.record(db, user.id, "update", "user", user.id, before, {"name": name, "locale": locale, "timezone": timezone})
    return user


def change_role(actor: Actor, db: Session, user_id: int, role: str) -> User:
    """Give an account another role. The administrator cannot take the own one away."""
    require(may_manage_users(actor) and user_id != actor.user_id)
    if role not in terms("roles"):
        raise Invalid({"role": _("There is no role “%(role)s”. Choose from the list.", role=role)})
    user = db.get(User, user_id)
    if user is None:
        raise NotFound(_("There is no such account."))
    audit.record(db, actor.user_id, "change_role", "user", user.id, {"role": user.role}, {"role": role})
    user.role = role
    user.epoch += 1
    return user
