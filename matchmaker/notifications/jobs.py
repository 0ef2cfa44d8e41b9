"""Delivery of the outbox: at least once, and a receiver can tell a repeated letter by its Message-ID.

What an address refuses for good is noted with the letter and not tried again; any other fault is tried again by the job.
"""

import smtplib

from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.jobs import Task
from matchmaker.notifications.delivery import deliver_by_smtp
from matchmaker.notifications.faults import Fault, fault_of
from matchmaker.notifications.models import Mail


def delivery_task(smtp_url: str, sender: str, base_url: str) -> Task:
    """The task `deliver_mail`; without an SMTP address the local mailbox page shows the letter instead."""

    def prepare(db: Session, mail_id: int) -> Fault | None:
        mail = db.get(Mail, mail_id)
        if not smtp_url or mail is None or mail.sent_at or mail.failed_at:
            return None
        try:
            deliver_by_smtp(mail, smtp_url, sender, base_url)
        except smtplib.SMTPException as error:
            if found := fault_of(error):
                return found
            raise
        return None

    return Task(_mark, prepare)


def _mark(db: Session, fault: Fault | None, mail_id: int) -> None:
    mail = db.get(Mail, mail_id)
    if mail is None or mail.failed_at:
        return
    if fault:
        mail.failed_at, mail.fault, mail.answer = clock.now(), fault.kind, fault.answer
    else:
        mail.sent_at = mail.sent_at or clock.now()
