"""Reading the form of a message."""

from dataclasses import dataclass, field

from matchmaker.accounts.models import User
from matchmaker.deals.documents.models import DealDocument
from matchmaker.sessions.reading import FormReader, Values

TEXT_MOST = 5000


@dataclass(frozen=True)
class MessageDraft:
    """What a form says; the names are those of the columns."""

    text: str
    mentions: list[int] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)


def read_message(values: Values, people: list[User], documents: list[DealDocument]) -> MessageDraft:
    """Raises Invalid for an empty or long text, somebody who is not on the deal, or a document that is not there."""
    reader = FormReader(values)
    text = reader.text("text", TEXT_MOST, 1)
    mentions = reader.choices("mentions", [str(user.id) for user in people])
    pointed = reader.choices("documents", [str(one.id) for one in documents])
    reader.finish()
    return MessageDraft(text, [int(one) for one in mentions], [int(one) for one in pointed])
