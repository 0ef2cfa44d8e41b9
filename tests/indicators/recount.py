"""The platform's indicators counted a second time, in SQL of its own: a statement for each, with room for the place.

`{p}` narrows to a place: by the column named beside the statement (a region, or a territory's number).
"""

import re

from sqlalchemy import text
from sqlalchemy.orm import Session

REGION_OF_POSTING = "CASE WHEN p.visibility = 'anonymous' THEN '' ELSE o.region END"
SESSION = "FROM innovation_sessions s WHERE s.state = 'finished' AND s.starts_on >= :a AND s.starts_on < :b {p}"
PEOPLE = (
    "FROM session_registrations r, innovation_sessions s WHERE s.id = r.session_id AND s.state = 'finished' "
    "AND r.state = 'confirmed' AND s.starts_on >= :a AND s.starts_on < :b {p}"
)
MEETING = (
    "FROM session_meetings m, innovation_sessions s WHERE s.id = m.session_id AND m.state = 'held' "
    "AND s.starts_on >= :a AND s.starts_on < :b {p}"
)
TOLD = (
    " AND m.id IN (SELECT meeting_id FROM meeting_outcomes WHERE outcome = 'insight' OR outcome = 'follow_up' "
    "OR outcome = 'cooperation')"
)
SIGNED = "FROM deals d WHERE d.signed_at >= :a AND d.signed_at < :b {p}"
FUNDED = (
    "FROM deal_funding f, deals d WHERE d.id = f.deal_id AND f.currency = 'KZT' AND d.signed_at >= :a "
    "AND d.signed_at < :b {p}"
)
POSTED = "FROM postings p, organisations o WHERE o.id = p.organisation_id AND p.published_at >= :a AND p.published_at < :b {p}"
PROJECTS = (
    "FROM project_funding f, infrastructure_projects j, territories t WHERE j.id = f.project_id AND t.id = j.territory_id "
    "AND j.currency = 'KZT' AND j.stage <> 'stopped' AND f.state = 'committed' "
    "AND f.committed_on >= :a AND f.committed_on < :b {p}"
)


def _share(one: str, all_of_it: str) -> str:
    return f"SELECT 100.0 * coalesce((SELECT {one}), 0) / NULLIF((SELECT {all_of_it}), 0)"


STATEMENTS: dict[str, tuple[str, str, str]] = {
    "sessions_held": (f"SELECT count(*) {SESSION}", "s.region", ""),
    "session_participants": (f"SELECT count(*) {PEOPLE}", "s.region", ""),
    "meetings_held": (f"SELECT count(*) {MEETING}", "s.region", ""),
    "meetings_with_outcome": (_share(f"count(*) {MEETING}{TOLD}", f"count(*) {MEETING}"), "s.region", ""),
    "introductions": (
        "SELECT count(*) FROM introductions i, postings p, organisations o WHERE p.id = i.need_id AND o.id = p.organisation_id "
        "AND i.created_at >= :a AND i.created_at < :b {p}", REGION_OF_POSTING, "",
    ),
    "deals_opened": ("SELECT count(*) FROM deals d WHERE d.created_at >= :a AND d.created_at < :b {p}", "d.region", ""),
    "deals_signed": (f"SELECT count(*) {SIGNED}", "d.region", ""),
    "licences_signed": (
        f"SELECT count(*) {SIGNED} AND (d.kind = 'exclusive_licence' OR d.kind = 'non_exclusive_licence')", "d.region", "",
    ),
    "startups_formed": (f"SELECT count(*) {SIGNED} AND d.kind = 'spin_off'", "d.region", ""),
    "licence_income": (
        "SELECT coalesce(sum(y.amount_minor), 0) / 100000000.0 FROM deal_payments y, receivables v, deal_terms t, deals d "
        "WHERE v.id = y.receivable_id AND t.id = v.term_id AND d.id = v.deal_id AND t.payer = 'recipient' AND v.currency = 'KZT' "
        "AND d.kind IN ('exclusive_licence', 'non_exclusive_licence', 'option') AND y.paid_on >= :a AND y.paid_on < :b {p}",
        "d.region", "",
    ),
    "sponsored_research": (
        f"SELECT coalesce(sum(d.value_minor), 0) / 100000000.0 {SIGNED} AND d.kind = 'sponsored_research' AND d.currency = 'KZT'",
        "d.region", "",
    ),
    "deal_cofinancing": (
        _share(f"sum(f.amount_minor) {FUNDED} AND f.source <> 'state_grant'", f"sum(f.amount_minor) {FUNDED}"), "d.region", "",
    ),
    "capabilities_published": (f"SELECT count(*) {POSTED} AND p.kind = 'capability'", REGION_OF_POSTING, ""),
    "needs_published": (f"SELECT count(*) {POSTED} AND p.kind = 'need'", REGION_OF_POSTING, ""),
    "organisations_registered": ("SELECT count(*) FROM organisations o WHERE o.verified_at < :b {p}", "o.region", ""),
    "territories_designated": (
        "SELECT count(*) FROM territories t WHERE t.state = 'designated' AND t.decided_on < :b {p}", "t.region", "t.id",
    ),
    "sites_open": (
        "SELECT count(*) FROM territory_sites x, territories t WHERE t.id = x.territory_id AND NOT x.is_planned "
        "AND x.opened_year <= :year {p}", "t.region", "t.id",
    ),
    "residents": (
        "SELECT count(*) FROM residencies x, territories t WHERE t.id = x.territory_id AND x.admitted_on < :b "
        "AND (x.ended_on IS NULL OR x.ended_on >= :b) {p}", "t.region", "t.id",
    ),
    "booked_hours": (
        "SELECT count(*) FROM booked_hours h, bookings k, facilities c, territories t WHERE k.id = h.booking_id "
        "AND c.id = h.facility_id AND t.id = c.territory_id AND k.state = 'confirmed' AND h.hour >= :a AND h.hour < :b {p}",
        "t.region", "t.id",
    ),
    "projects_commissioned": (
        "SELECT count(*) FROM infrastructure_projects j, territories t WHERE t.id = j.territory_id AND j.stage = 'commissioned' "
        "AND j.ends_on < :b AND j.created_at < :b {p}", "t.region", "t.id",
    ),
    "projects_committed": (f"SELECT coalesce(sum(f.amount_minor), 0) / 100000000.0 {PROJECTS}", "t.region", "t.id"),
    "projects_cofinancing": (
        _share(f"sum(f.amount_minor) {PROJECTS} AND f.source NOT IN ('budget', 'state_grant')", f"sum(f.amount_minor) {PROJECTS}"),
        "t.region", "t.id",
    ),
}  # fmt: skip


def recount(db: Session, name: str, place: str, year: int) -> float | None:
    """The value of a query in a place and year, by the other way."""
    statement, region, territory = STATEMENTS[name]
    narrowed = (
        "" if place == "KZ" else f"AND {territory or 'NULL'} = :t" if place[0] == "t" else f"AND {region} = :region"
    )
    values: dict[str, object] = {"a": f"{year}-01-01", "b": f"{year + 1}-01-01", "year": year, "region": place}
    values["t"] = int(place[1:]) if place[0] == "t" else 0
    words = set(re.findall(r":(\w+)", statement := statement.replace("{p}", narrowed)))
    found = db.scalar(text(statement), {name: value for name, value in values.items() if name in words})
    return None if found is None else float(found)
