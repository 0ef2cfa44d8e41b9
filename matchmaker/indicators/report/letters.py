"""Letters to the people of a reporting body, each in their own language."""

from babel.dates import format_date
from sqlalchemy.orm import Session

from matchmaker.core.i18n import use_locale
from matchmaker.indicators.report.models import Submission
from matchmaker.indicators.report.queries import people_of_body
from matchmaker.notifications.actions import send_mail


def write_to_body(db: Session, submission: Submission, kind: str, **values: str) -> int:
    """Write to everybody who speaks for the body; returns how many. The submission is loaded with its body and cycle."""
    cycle, people = submission.cycle, people_of_body(db, submission.body)
    link = f"/reports/{cycle.year}/submissions/{submission.id}"
    for user in people:
        with use_locale(user.locale):
            body = submission.body.name
        day = format_date(cycle.submit_by, "long", locale=user.locale)
        send_mail(db, user, kind, body=body, year=str(cycle.year), day=day, link=link, **values)
    return len(people)
