"""Each figure of deals is that of a recount in SQL, for those who oversee and for a manager; files tell the same."""

import csv
from collections import defaultdict
from dataclasses import astuple
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import Forbidden
from matchmaker.core.i18n import set_locale
from matchmaker.deals.figures.counting import Figures, figures_of
from matchmaker.deals.figures.rows import read_rows
from matchmaker.deals.figures.sections import sections_of
from matchmaker.web.deals.figures_files import bare
from tests.cast import Cast, make_cast
from tests.conftest import sign_in
from tests.deals.figure_rows import COUNT, fill_figures
from tests.pages import soup, text_of

OURS = "(d.provider_id IN ({homes}) OR d.recipient_id IN ({homes}))"
TWICE = "(SELECT count(*) FROM nda_acceptances a WHERE a.nda_id = n.id) = 2"
HAS_NDA = f"EXISTS (SELECT 1 FROM ndas n WHERE n.deal_id = d.id AND {TWICE})"
NDA_AT = """(SELECT min(z.at) FROM (SELECT max(a.accepted_at) AS at, n.deal_id AS deal FROM ndas n
    JOIN nda_acceptances a ON a.nda_id = n.id GROUP BY n.id, n.deal_id HAVING count(*) = 2) z WHERE z.deal = d.id)"""
INTERESTED = """EXISTS (SELECT 1 FROM interests i WHERE i.answer = 'interested' AND (
    (i.own_id = d.need_id AND i.other_id = d.capability_id) OR (i.own_id = d.capability_id AND i.other_id = d.need_id)))"""
PAID = """FROM deal_payments p JOIN receivables r ON r.id = p.receivable_id JOIN deal_terms t ON t.id = r.term_id
    JOIN deals d ON d.id = r.deal_id WHERE t.payer = 'recipient' AND {ours}"""
PAIRS = """SELECT count(*) FROM (SELECT DISTINCT CASE WHEN x.own_id < x.other_id THEN x.own_id ELSE x.other_id END AS low,
    CASE WHEN x.own_id < x.other_id THEN x.other_id ELSE x.own_id END AS high FROM {table} x
    JOIN postings a ON a.id = x.own_id JOIN postings b ON b.id = x.other_id
    WHERE {where} AND (a.organisation_id IN ({homes}) OR b.organisation_id IN ({homes}))) pairs"""
INTRODUCED = """SELECT count(*) FROM introductions x JOIN postings a ON a.id = x.need_id JOIN postings b
    ON b.id = x.capability_id WHERE a.organisation_id IN ({homes}) OR b.organisation_id IN ({homes})"""
MET = """SELECT count(*) FROM session_meetings m WHERE m.state = 'held' AND EXISTS (SELECT 1 FROM session_registrations s
    WHERE s.id IN (m.one_id, m.two_id) AND s.organisation_id IN ({homes}))"""
STAYS = """
    WITH entries AS (SELECT v.deal_id, v.to_stage, v.at, v.id,
            lag(v.to_stage) OVER (PARTITION BY v.deal_id ORDER BY v.at, v.id) AS before FROM deal_moves v),
        steps AS (SELECT e.deal_id, e.to_stage, e.at, lead(e.at) OVER (PARTITION BY e.deal_id ORDER BY e.at, e.id) AS until
            FROM entries e WHERE e.before IS NULL OR e.before <> e.to_stage),
        days AS (SELECT {kind} AS kind, s.to_stage AS stage, {span} AS d FROM steps s JOIN deals d ON d.id = s.deal_id
            WHERE s.until IS NOT NULL AND {ours}),
        ranked AS (SELECT kind, stage, d, row_number() OVER (PARTITION BY kind, stage ORDER BY d) - 1 AS r,
            count(*) OVER (PARTITION BY kind, stage) - 1 AS last FROM days)
    SELECT kind, stage, count(*), {quarters} FROM ranked GROUP BY kind, stage
"""
# a quartile lies at `last × share`; the ranks on both sides of it weigh by how near they are
NEAR = "sum(CASE WHEN abs(r - last * {q}) < 1 THEN d * (1 - abs(r - last * {q})) ELSE 0 END)"


class Recount:
    """Queries over the rows of some organisations, or of all."""

    def __init__(self, db: Session, homes: list[int] | None) -> None:
        self.db, self.is_sqlite = db, db.get_bind().dialect.name == "sqlite"
        self.homes = ", ".join(map(str, homes)) if homes else "SELECT id FROM organisations"
        self.ours = OURS.format(homes=self.homes)

    def rows(self, query: str, **parts: str) -> list[Any]:
        return list(self.db.execute(text(query.format(homes=self.homes, ours=self.ours, **parts))))

    def number(self, query: str, **parts: str) -> int:
        return int(self.rows(query, **parts)[0][0] or 0)

    def deals(self, where: str = "1 = 1") -> int:
        return self.number(f"SELECT count(*) FROM deals d WHERE {{ours}} AND {where}")

    def sums(self, columns: str, where: str = "1 = 1") -> dict[Any, int]:
        """Sum of payments by one or two columns."""
        found = self.rows(f"SELECT {columns}, sum(p.amount_minor) {PAID} AND {where} GROUP BY {columns}")
        return {row[0] if len(row) == 2 else tuple(row[:-1]): int(row[-1]) for row in found}

    def year(self, column: str) -> str:
        return (
            f"CAST(strftime('%Y', {column}) AS INTEGER)"
            if self.is_sqlite
            else f"CAST(EXTRACT(YEAR FROM {column}) AS INTEGER)"
        )

    def span(self) -> str:
        both = ("julianday(s.until) - julianday(s.at)", "EXTRACT(EPOCH FROM s.until - s.at) / 86400.0")
        return both[0] if self.is_sqlite else f"CAST({both[1]} AS double precision)"


@pytest.fixture
def filled(any_app: Flask) -> Flask:
    any_app.extensions["cast"] = make_cast(any_app.extensions["database"])
    fill_figures(any_app.extensions["database"], any_app.extensions["cast"])
    return any_app


def check(db: Session, actor: Actor, homes: list[int] | None) -> None:
    found, recount = figures_of(read_rows(actor, db)), Recount(db, homes)
    check_line(found, recount)
    check_money(found, recount)
    check_ends(found, recount)
    check_stays(found, recount)
    check_groups(found, recount, homes)
    check_years(found, recount)
    check_autm(found, recount)


def test_every_figure_is_that_of_a_recount(filled: Flask) -> None:
    cast: Cast = filled.extensions["cast"]
    with filled.extensions["database"].read() as db:
        check(db, cast["analyst"], None)
        check(db, cast["author"], [cast.laboratory])
        assert figures_of(read_rows(cast["officer"], db)).line[4].count == COUNT
        for name in ("outsider", "anonymous"):
            with pytest.raises(Forbidden):
                read_rows(cast[name], db)


def check_line(found: Figures, recount: Recount) -> None:
    positive = "(SELECT r.deal_id {paid} GROUP BY r.deal_id, r.currency HAVING sum(p.amount_minor) > 0)"
    positive = positive.format(paid=PAID.format(ours=recount.ours))
    ways = {"recommended": "d.record_id IS NOT NULL", "interested": INTERESTED, "introduced": "d.introduction_id IS NOT NULL",
            "met": "d.meeting_id IS NOT NULL", "deal": "1 = 1", "nda": HAS_NDA, "signed": "d.signed_at IS NOT NULL",
            "paid": f"d.id IN {positive}"}  # fmt: skip
    before = {"recommended": recount.number(PAIRS, table="recommendation_records", where="1 = 1"),
              "interested": recount.number(PAIRS, table="interests", where="x.answer = 'interested'"),
              "introduced": recount.number(INTRODUCED), "met": recount.number(MET)}  # fmt: skip
    assert [astuple(step) for step in found.line] == [
        (code, before.get(code, recount.deals(way)), recount.deals(way),
         recount.deals(f"{way} AND d.signed_at IS NOT NULL")) for code, way in ways.items()
    ]  # fmt: skip
    assert min(step.count for step in found.line) > 0


def check_money(found: Figures, recount: Recount) -> None:
    flat = {(code, kind): amount for code, sums in found.received.items() for kind, amount in sums.items()}
    assert flat == recount.sums("r.currency, r.kind")
    assert found.currencies == ["KZT", "USD"]


def check_ends(found: Figures, recount: Recount) -> None:
    kinds = ["", *(row[0] for row in recount.rows("SELECT DISTINCT d.kind FROM deals d WHERE {ours}"))]
    assert {one.code for one in found.kinds} == set(kinds)
    for one in found.kinds:
        own = f"d.kind = '{one.code}'" if one.code else "1 = 1"
        won, lost = recount.deals(f"{own} AND d.signed_at IS NOT NULL"), recount.deals(f"{own} AND d.stage = 'lost'")
        going = recount.deals(f"{own} AND d.stage NOT IN ('lost', 'terminated', 'closed')")
        terminated = recount.deals(f"{own} AND d.stage = 'terminated'")
        assert astuple(one) == (one.code, recount.deals(own), going, won, lost, terminated)
        assert one.win_rate == (won / (won + lost) if won + lost else None)
    reasons = recount.rows("SELECT DISTINCT d.reason FROM deals d WHERE {ours} AND d.stage IN ('lost', 'terminated')")
    assert {code: (lost, ended) for code, lost, ended in found.reasons} == {
        code: tuple(recount.deals(f"d.reason = '{code}' AND d.stage = '{stage}'") for stage in ("lost", "terminated"))
        for (code,) in reasons
    }


def check_stays(found: Figures, recount: Recount) -> None:
    quarters = ", ".join(NEAR.format(q=share) for share in (0.25, 0.5, 0.75))
    parts = {"span": recount.span(), "quarters": quarters}
    rows = recount.rows(STAYS, kind="''", **parts) + recount.rows(STAYS, kind="d.kind", **parts)
    expected = {(kind, stage): (count, *quartiles) for kind, stage, count, *quartiles in rows}
    stays = {(one.kind, one.stage): (one.count, one.lower, one.median, one.upper) for one in found.stays}
    assert stays.keys() == expected.keys()
    for cell, values in stays.items():
        assert values == pytest.approx(expected[cell], abs=1e-5), cell
    assert {stage for _kind, stage in stays} & {"lost", "terminated", "closed"} == set()


def check_groups(found: Figures, recount: Recount, homes: list[int] | None) -> None:
    known = homes or [row[0] for row in recount.rows("SELECT id FROM organisations")]
    sides = {str(one): f"{one} IN (d.provider_id, d.recipient_id)" for one in known}
    parts = {"organisations": sides} | {
        f"{column}s": {
            code: f"d.{column} = '{code}'" for (code,) in recount.rows(f"SELECT DISTINCT d.{column} FROM deals d")
        }
        for column in ("region", "sector")
    }
    for name, groups in parts.items():
        expected = {code: group(recount, where) for code, where in groups.items() if recount.deals(where)}
        assert {one.code: values(one) for one in getattr(found, name)} == expected


def values(one: Any) -> list[Any]:
    """What a group says, without sums of nothing."""
    return [one.opened, one.with_nda, one.won, one.lost, {key: value for key, value in one.received.items() if value}]


def group(recount: Recount, where: str) -> list[Any]:
    counts = [
        recount.deals(f"{where} AND {one}") for one in ("1 = 1", HAS_NDA, "d.signed_at IS NOT NULL", "d.stage = 'lost'")
    ]
    return [*counts, {key: value for key, value in recount.sums("r.currency", where).items() if value}]


def check_years(found: Figures, recount: Recount) -> None:
    events = {"d.created_at": "1 = 1", NDA_AT: HAS_NDA, "d.signed_at": "1 = 1", "d.moved_at": "d.stage = 'lost'"}
    counts: dict[int, list[Any]] = defaultdict(lambda: [0, 0, 0, 0, {}])
    for place, (column, where) in enumerate(events.items()):
        year = recount.year(column)
        query = (
            f"SELECT {year}, count(*) FROM deals d WHERE {{ours}} AND {column} IS NOT NULL AND {where} GROUP BY {year}"
        )
        for at, number in recount.rows(query):
            counts[at][place] = number
    for (at, currency), amount in recount.sums(f"{recount.year('p.paid_on')}, r.currency").items():
        counts[at][4] |= {currency: amount} if amount else {}
    assert [(int(one.code), values(one)) for one in found.years] == sorted(counts.items(), reverse=True)


def check_autm(found: Figures, recount: Recount) -> None:
    autm, signed = found.autm, "d.signed_at IS NOT NULL"

    def years(table: str, column: str, where: str) -> dict[int, int]:
        year = recount.year(column)
        rows = recount.rows(
            f"SELECT {year}, count(*) FROM {table} WHERE {where} AND {column} IS NOT NULL GROUP BY {year}"
        )
        return {0: sum(row[1] for row in rows)} | {row[0]: row[1] for row in rows}

    def of_kind(*kinds: str) -> str:
        return f"d.kind IN ({', '.join(repr(kind) for kind in kinds)}) AND {{ours}}"

    licences, income = (
        ("exclusive_licence", "non_exclusive_licence"),
        ("exclusive_licence", "non_exclusive_licence", "option"),
    )
    posted = "d.kind = 'capability' AND d.organisation_id IN ({homes})"
    assert autm.licences == years("deals d", "d.signed_at", of_kind(*licences))
    assert autm.options == years("deals d", "d.signed_at", of_kind("option"))
    assert autm.startups == years("deals d", "d.signed_at", of_kind("spin_off"))
    assert autm.disclosures == years("postings d", "d.published_at", posted)
    assert autm.applications == years("postings d", "d.published_at", f"{posted} AND d.ip_status = 'application_filed'")
    assert autm.active == recount.deals(f"{signed} AND {of_kind(*income)} AND d.stage IN ('signed', 'performing')")
    year = recount.year("d.signed_at")
    research = recount.rows(f"SELECT d.currency, {year}, sum(d.value_minor) FROM deals d WHERE {of_kind('sponsored_research')} "
                            f"AND {signed} AND d.value_minor > 0 GROUP BY d.currency, {year}")  # fmt: skip
    assert flat(autm.research) == with_totals({(code, at): int(amount) for code, at, amount in research})
    paid = recount.sums(f"r.currency, {recount.year('p.paid_on')}", of_kind(*income))
    assert flat(autm.income) == with_totals(paid)


def flat(found: dict[str, dict[int, int]]) -> dict[tuple[str, int], int]:
    return {(code, at): amount for code, years in found.items() for at, amount in years.items()}


def with_totals(found: dict[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    totals: dict[tuple[str, int], int] = defaultdict(int)
    for (code, _at), amount in found.items():
        totals[code, 0] += amount
    return found | totals


@pytest.fixture
def page(app: Flask, cast: Cast) -> Flask:
    fill_figures(app.extensions["database"], cast)
    app.extensions["cast"] = cast
    return app


def test_the_page_shows_a_chart_and_a_table_for_each(page: Flask) -> None:
    answer = sign_in(page, "analyst@example.org").get("/deals/figures")
    sections = soup(answer).select("main section[id]")
    assert [one["id"] for one in sections] == [
        "line", "received", "kinds", "reasons", "autm", "stays", "stays_by_kind", "organisations", "regions", "sectors", "years",
    ]  # fmt: skip
    assert [bool(one.select("svg")) for one in sections] == [True, False, True, True, False, *[True] * 6]
    assert all(one.select("table caption") for one in sections)
    shown = [text_of(one) for one in sections[0].select("tbody tr")]
    with page.extensions["database"].read() as db:
        line = figures_of(read_rows(page.extensions["cast"]["analyst"], db)).line
    assert [row.split()[-3:] for row in shown] == [[str(one.count), str(one.deals), str(one.signed)] for one in line]


def test_csv_and_workbook_hold_the_numbers_of_the_page(page: Flask) -> None:
    client = sign_in(page, "author@example.org")
    set_locale("en")  # the form of the sign-in has left another
    with page.extensions["database"].read() as db:
        sections = sections_of(figures_of(read_rows(page.extensions["cast"]["author"], db)))
    expected = [
        [section.title, row.title, head, *(("", "") if value is None else map(str, bare(value)))]
        for section in sections
        for row in section.rows
        for head, value in zip(section.heads[1:], row.values, strict=True)
    ]
    lines = list(csv.reader(StringIO(client.get("/deals/figures.csv").data.decode("utf-8-sig"))))
    assert lines == [["Section", "Row", "Column", "Value", "Unit"], *expected]
    made = load_workbook(BytesIO(client.get("/deals/figures.xlsx").data))
    assert made.sheetnames == [section.title[:31] for section in sections]
    for sheet, section in zip(made.worksheets, sections, strict=True):
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=len(section.rows) + 1)]
        assert cells[0] == section.heads
        for line, row in zip(cells[1:], section.rows, strict=True):
            assert line[0] == row.title
            numbers = [None if value is None else float(bare(value)[0] or 0) for value in row.values]
            assert line[1:] == pytest.approx(numbers)


def test_without_deals_there_is_nothing_to_count(app: Flask, cast: Cast) -> None:
    answer = sign_in(app, "officer@example.org").get("/deals/figures")
    assert answer.status_code == 200
    assert "Nothing to count yet." in answer.text
