"""How a letter leaves: by SMTP, or not at all when the local mailbox page is its destination."""

import re
import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from matchmaker.notifications.models import Mail

LINK = re.compile(r"^/\S+$", re.MULTILINE)


def with_addresses(body: str, base_url: str) -> str:
    """The letter's text with its links whole: in the outbox they stand without the server's address."""
    return LINK.sub(lambda found: base_url.rstrip("/") + found.group(), body)


def message_of(mail: Mail, sender: str, base_url: str) -> EmailMessage:
    """The letter as it goes over the wire; the Message-ID lets a receiver drop a second delivery."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.address, mail.subject
    message["Message-ID"] = f"<mail-{mail.id}@{sender.rpartition('@')[2]}>"
    message.set_content(with_addresses(mail.body, base_url))
    message["Content-Language"] = mail.locale  # set_content drops every Content- header set before it
    return message


def deliver_by_smtp(mail: Mail, smtp_url: str, sender: str, base_url: str) -> None:
    """Send by smtp://user:password@host:port (smtps:// for TLS from the start). Raises OSError or SMTPException."""
    parts = urlsplit(smtp_url)
    client = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with client(parts.hostname or "localhost", parts.port or 0, timeout=20) as smtp:
        smtp.ehlo_or_helo_if_needed()  # before it nothing is known of the server's extensions
        if parts.scheme != "smtps" and smtp.has_extn("starttls"):
            smtp.starttls()
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        smtp.send_message(message_of(mail, sender, base_url))
