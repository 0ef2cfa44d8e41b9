"""The front page: what it is for to a visitor, what to do next to each role."""

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import Select

from matchmaker.accounts.actor import ANONYMOUS, Actor
from matchmaker.core import clock
from matchmaker.deals.queries import own_deals
from matchmaker.deals.waiting import deal_counts
from matchmaker.deals.work.queries import own_tasks
from matchmaker.indicators.waiting import waiting_reports
from matchmaker.postings.queries import own_postings
from matchmaker.postings.search import Filters, browse
from matchmaker.recommendations.introductions import list_introductions
from matchmaker.recommendations.overview import home_counts, platform_counts
from matchmaker.sessions.requests.queries import waiting_counts
from matchmaker.territories.facilities.booking_queries import waiting_counts as waiting_bookings
from matchmaker.territories.projects.investors.profiles import waiting_projects
from matchmaker.territories.residents.queries import waiting_applications
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.tasks import tasks_for

blueprint = Blueprint("home", __name__)
SHOWN, SHOWN_DEALS = 6, 4


@blueprint.get("/")
@access("public")
def index() -> str:
    """Landing page or the role's home."""
    return _home(actor()) if actor().is_signed_in else _landing()


def _landing() -> str:
    latest, _total = browse(ANONYMOUS, db(), Filters(), page=1)
    return render_template("landing.html", counts=platform_counts(db()), latest=latest[:SHOWN])


def _waiting(reader: Actor) -> dict[str, Select[Any]]:
    """What of territories, indicators and reports waits for the reader."""
    run = waiting_applications(reader) | waiting_bookings(reader) if reader.role == "operator" else {}
    return run | waiting_projects(reader) | waiting_reports(reader)


def _home(reader: Actor) -> str:
    counts = home_counts(reader, db(), int(config().stale_days), _waiting(reader)) | waiting_counts(reader, db())
    counts |= deal_counts(reader, db())
    return render_template(
        "home.html",
        badge_count=counts["meetings_to_answer"],
        tasks=tasks_for(reader, counts),
        deal_tasks=own_tasks(reader, db(), SHOWN),
        today=clock.today(),
        own=own_postings(reader, db())[:SHOWN],
        introductions=list_introductions(reader, db())[:SHOWN],
        deals=own_deals(reader, db(), SHOWN_DEALS),
    )
