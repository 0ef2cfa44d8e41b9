"""Indicators with values, drafts and documents, in the world of the tests that visit every page."""

from matchmaker.core.db import Database
from matchmaker.indicators.values.actions import enter_value, move_value, take_value
from matchmaker.indicators.values.draft import Cell, Proof, ValueDraft
from tests.cast import Cast
from tests.indicators.making import make_direction, make_indicator, make_value

Ids = dict[str, int | str]
FIRST = 6000  # the ids of what `fill_part` makes begin here
TARGETS = {("KZ", 2026): 120.0, ("KZ", 2035): 400.0, ("KZ-19", 2026): 20.0}
PAGES = (
    ("anonymous", "/indicators/"),
    ("analyst", "/indicators/?standing=on_course&place=KZ-19"),
    ("officer", "/indicators/indicators.csv"),
    ("officer", "/indicators/indicators.xlsx"),
    ("anonymous", f"/indicators/{FIRST}"),
    ("analyst", f"/indicators/{FIRST}"),
    ("author", f"/indicators/{FIRST}?place=KZ-19"),
    *(("officer", f"/indicators/{FIRST + number}/trace?year=2027") for number in range(1, 5)),
    *(("officer", f"/indicators/{FIRST + number}/trace?year=2026") for number in range(1, 5)),
    ("analyst", f"/indicators/{FIRST + 3}/trace?year=2026"),
    ("analyst", "/indicators/new"),
    ("analyst", f"/indicators/{FIRST}/edit"),
    ("analyst", f"/indicators/{FIRST}/targets?add=KZ-10"),
    ("analyst", "/indicators/directions"),
    ("analyst", "/indicators/due"),
    ("author", "/indicators/due"),
    ("author", f"/indicators/{FIRST}/values/new?year=2025"),
    ("analyst", f"/indicators/{FIRST + 1}/values/new?year=2026"),
    ("anonymous", "/api/v1/indicators"),
)


def make_part(database: Database, cast: Cast, ids: Ids) -> Ids:
    """An indicator of the laboratory with a published value and a draft, one that the platform feeds, one no longer in use."""
    with database.write() as db:
        direction = make_direction(db)
        own = make_indicator(db, direction, targets=TARGETS, owner_id=cast.laboratory)
        published = make_value(db, own, year=2025)
        proof = Proof("draft.txt", "text/plain", b"Not yet public")
        draft = enter_value(cast["author"], db, own, ValueDraft(Cell("KZ", 2026), 130), proof)
        fed = make_indicator(db, direction, "ppl-02", query="capabilities_published")
        gone = make_indicator(db, direction, "ppl-03", is_active=False)
        return {
            "direction": direction.id, "indicator": own.id, "indicator_version": own.version, "indicator_fed": fed.id,
            "indicator_inactive": gone.id, "value_published": published.id, "value_draft": draft.id,
            "evidence_published": int(published.evidence_id or 0), "evidence_draft": int(draft.evidence_id or 0),
        }  # fmt: skip


def fill_part(database: Database, cast: Cast, rows: int) -> None:
    """So many indicators, each with as many values; the first in many versions, with drafts and changed targets."""
    queries = ("sessions_held", "meetings_with_outcome", "introductions", "capabilities_published")
    with database.write() as db:
        direction = make_direction(db, "filled", id=FIRST)
        first = make_indicator(db, direction, "first", TARGETS, id=FIRST, owner_id=cast.laboratory)
        for number, query in enumerate(queries, start=1):
            fed = make_indicator(db, direction, f"fed-{number}", query=query, id=FIRST + number)
            for year in (2025, 2026):
                if query != "meetings_with_outcome":
                    taken = take_value(cast["analyst"], db, fed, Cell("KZ", year))
                    move_value(cast["analyst"], db, taken, "publish")
        for number in range(rows):
            one = make_indicator(db, direction, f"more-{number}", TARGETS, id=FIRST + 10 + number)
            make_value(db, one, 100 + number)
            make_value(db, first, 100 + number, reason="Counted anew")
            make_value(db, first, number, 2001 + number, "KZ-19")
        draft = ValueDraft(Cell("KZ", 2025), 7, reason="Again")
        enter_value(cast["author"], db, first, draft, Proof("a.txt", "text/plain", b"a"))
