"""Writing of letters."""

from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core import jobs
from matchmaker.notifications.models import Mail
from matchmaker.notifications.texts import compose


def send_mail(db: Session, user: User, kind: str, **values: str) -> Mail:
    """Put a letter into the outbox and ask for its delivery. `kind` is a key of `texts.TEXTS`."""
    subject, body = compose(kind, user.locale, name=user.name, **values)
    mail = Mail(user_id=user.id, address=user.email, locale=user.locale, subject=subject[:200], body=body)
    db.add(mail)
    db.flush()  # the job carries the id
    jobs.enqueue(db, "deliver_mail", mail_id=mail.id)
    return mail
