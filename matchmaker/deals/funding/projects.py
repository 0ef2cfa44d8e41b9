"""A deal, or a form that describes one, as the project that money is looked for."""

from matchmaker.deals.funding.matching import Project
from matchmaker.deals.models import Deal
from matchmaker.deals.money.draft import amount, currency
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms


def project_of(deal: Deal) -> Project:
    """What a deal tells: its cost where that is known in its own currency, else its expected worth."""
    applicants = {"science", "company"} | ({"startup"} if deal.kind == "spin_off" else set())
    cost = deal.cost_minor.get(deal.currency) or deal.value_minor
    return Project(deal.trl, deal.sector, deal.region, cost, deal.currency, frozenset(applicants))


def read_project(values: Values) -> Project:
    """What the form of the public page tells; everything may be left empty. Raises Invalid."""
    reader = FormReader(values)
    code = currency(reader, "currency")
    applicant = reader.choice("applicant", terms("funding_applicants"))
    project = Project(
        trl=reader.number("trl", 1, 9),
        sector=reader.choice("sector", terms("oked")),
        region=reader.choice("region", terms("regions")),
        amount_minor=amount(reader, "amount", code, least=0) or None,
        currency=code,
        applicants=frozenset({applicant} if applicant else ()),
    )
    reader.finish()
    return project
