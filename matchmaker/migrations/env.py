"""Alembic's environment: every table of every floor; batch mode so that SQLite can alter them."""

from alembic import context

from matchmaker.core.db import Database
from matchmaker.core.models import Base
from matchmaker.deals.disclosure import models as disclosure_models
from matchmaker.deals.documents import models as documents_models
from matchmaker.deals.money import models as money_models
from matchmaker.deals.room import models as room_models
from matchmaker.indicators.report import models as report_models
from matchmaker.notifications import models as notifications_models
from matchmaker.recommendations import models as recommendations_models
from matchmaker.recommendations.records import models as records_models
from matchmaker.recommendations.weights import models as weights_models
from matchmaker.sessions.day import models as day_models
from matchmaker.terminology import models as terminology_models
from matchmaker.territories.facilities import models as facilities_models
from matchmaker.territories.projects import models as projects_models
from matchmaker.territories.radar import models as radar_models
from matchmaker.territories.residents import models as residents_models
from matchmaker.territories.statistics import models as statistics_models

KNOWN = (
    day_models,
    disclosure_models,
    documents_models,
    facilities_models,
    money_models,
    notifications_models,
    projects_models,
    radar_models,
    recommendations_models,
    records_models,
    report_models,
    residents_models,
    room_models,
    statistics_models,
    terminology_models,
    weights_models,
)  # imported so that their tables are in the metadata


def run() -> None:
    """Run the migrations in one transaction on the address given by the command."""
    database = Database(context.config.attributes["url"])
    with database.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    database.engine.dispose()


run()
