"""What each query of the platform counts, in the reader's language."""

from matchmaker.core.i18n import _


def query_words() -> dict[str, str]:
    """A sentence for each query by name, in the registry's order."""
    return {
        "sessions_held": _("Scientific-innovation sessions that were held"),
        "session_participants": _("People with a confirmed place at sessions that were held"),
        "meetings_held": _("Meetings held at sessions"),
        "meetings_with_outcome": _("Share of held meetings of which a side says that something came of it, per cent"),
        "introductions": _("Introductions: pairs in which both sides are interested"),
        "deals_opened": _("Technology-transfer deals opened"),
        "deals_signed": _("Deals signed"),
        "licences_signed": _("Licences signed"),
        "startups_formed": _("Spin-offs: signed deals of this kind"),
        "licence_income": _("Licence income received, KZT million"),
        "sponsored_research": _("Sponsored research signed, KZT million"),
        "deal_cofinancing": _("Share of non-budget money in the funding of signed deals, per cent"),
        "capabilities_published": _("Capabilities published for the first time"),
        "needs_published": _("Needs published for the first time"),
        "organisations_registered": _("Verified organisations at the end of the year"),
        "territories_designated": _("Designated science cities at the end of the year"),
        "sites_open": _("Technoparks, centres, laboratories and other sites open at the end of the year"),
        "residents": _("Residents of science cities at the end of the year"),
        "booked_hours": _("Confirmed hours of facilities and equipment"),
        "projects_commissioned": _("Infrastructure projects commissioned by the end of the year"),
        "projects_committed": _("Funding committed to the projects that start in the year, KZT million"),
        "projects_cofinancing": _("Share of non-budget money in what is committed to them, per cent"),
    }
