"""Why an address did not take a letter. Only what no later try would mend: anything else stays with the job, which tries again."""

import re
import smtplib
from dataclasses import dataclass

from matchmaker.core.i18n import _

ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
NO_MAILBOX, FULL, REFUSED = "no_mailbox", "full", "refused"
BY_CODE = {550: NO_MAILBOX, 551: NO_MAILBOX, 553: NO_MAILBOX, 552: FULL}
ANSWER_MOST = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong (`no_mailbox`, `full`, `refused`), and what the server said."""

    kind: str
    answer: str


def fault_of(error: smtplib.SMTPException) -> Fault | None:
    """The lasting fault of the receiver's side behind an error; None when a later try may succeed."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Fault(REFUSED, str(error)[:ANSWER_MOST])
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPDataError):
        code, words = error.smtp_code, error.smtp_error
    else:
        return None  # a refused sender or a wrong password is ours to mend
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return Fault(_kind(code, text), f"{code} {' '.join(text.split())}"[:ANSWER_MOST]) if 500 <= code < 600 else None


def _kind(code: int, text: str) -> str:
    found = ENHANCED.search(text)
    if found is None:
        return BY_CODE.get(code, REFUSED)
    subject, detail = found.groups()
    return NO_MAILBOX if subject == "1" else FULL if (subject, detail) == ("2", "2") else REFUSED


def words_of(kind: str) -> str:
    """What is wrong, for people; without a kind the letter has not left yet."""
    return {
        NO_MAILBOX: _("There is no mailbox with this address."),
        FULL: _("The mailbox is full."),
        REFUSED: _("The receiving server refuses the letter."),
    }.get(kind, _("It waits: our mail server has not taken it yet."))
