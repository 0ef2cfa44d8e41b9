"""Delivery of the outbox: at least once, and a receiver can tell a repeated letter by its Message-ID."""

from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.jobs import Task
from matchmaker.notifications.delivery import deliver_by_smtp
from matchmaker.notifications.models import Mail


def delivery_task(smtp_url: str, sender: str, base_url: str) -> Task:
    """The task `deliver_mail`; without an SMTP address the local mailbox page shows the letter instead."""

    def prepare(db: Session, mail_id: int) -> None:
        mail = db.get(Mail, mail_id)
        if smtp_url and mail and not mail.sent_at:
            deliver_by_smtp(mail, smtp_url, sender, base_url)

    return Task(_mark_sent, prepare)


def _mark_sent(db: Session, prepared: None, mail_id: int) -> None:
    mail = db.get(Mail, mail_id)
    if mail:
        mail.sent_at = mail.sent_at or clock.now()
