"""Writing of letters."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core import jobs
from matchmaker.notifications.models import Mail
from matchmaker.notifications.texts import compose

_is_silent: ContextVar[bool] = ContextVar("is_silent", default=False)


@contextmanager
def in_silence() -> Iterator[None]:
    """Write no letters inside the block: for a past of the demo that nobody has lived through."""
    token = _is_silent.set(True)
    try:
        yield
    finally:
        _is_silent.reset(token)


def send_mail(db: Session, user: User, kind: str, **values: str) -> Mail:
    """Put a letter into the outbox and ask for its delivery. `kind` is a key of `texts.TEXTS`."""
    return write_letter(db, user.id, user.email, user.locale, kind, name=user.name, **values)


def write_letter(db: Session, user_id: int | None, address: str, locale: str, kind: str, **values: str) -> Mail:
    """The same to an address, for people without an account."""
    subject, body = compose(kind, locale, **values)
    return _post(db, Mail(user_id=user_id, address=address, locale=locale, subject=subject[:200], body=body))


def write_again(db: Session, mail: Mail, address: str) -> Mail:
    """The same letter anew, to an address that may have been corrected; what became of the first one stays to be seen."""
    again = Mail(user_id=mail.user_id, address=address, locale=mail.locale, subject=mail.subject, body=mail.body)
    return _post(db, again)


def _post(db: Session, mail: Mail) -> Mail:
    if _is_silent.get():
        return mail
    db.add(mail)
    db.flush()  # the job carries the id
    jobs.enqueue(db, "deliver_mail", mail_id=mail.id)
    return mail
