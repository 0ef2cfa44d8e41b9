"""The schedule to take away: as CSV and as a workbook, with amounts as numbers and one column for each currency's code."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from matchmaker.core.i18n import _, current_locale
from matchmaker.deals.models import Deal
from matchmaker.deals.money.currencies import digits
from matchmaker.deals.money.lines import Line
from matchmaker.deals.money.models import Term
from matchmaker.deals.money.standing import Total
from matchmaker.sessions.people.export import plain
from matchmaker.vocabularies import label

Cell = str | Decimal | date | None


def state_words() -> dict[str, str]:
    """Where a line of the schedule stands, in words."""
    return {
        "paid": _("Paid"), "part": _("Paid in part"), "due": _("Due"), "late": _("Late"), "overpaid": _("Overpaid"),
        "credit": _("Credit"), "planned": _("Planned"), "awaited": _("Milestone not met"), "waiting": _("Period not over"),
        "report": _("Sales not reported"), "none": _("Nothing due"),
    }  # fmt: skip


def term_title(term: Term) -> str:
    """A term's own words, or its kind."""
    return term.label or label("term_kinds", term.kind)


def heads() -> list[str]:
    """The heads of the columns."""
    return [
        _("Term"), _("Kind"), _("Payer"), _("Period from"), _("Period to"), _("Due on"), _("Date is expected"), _("Currency"),
        _("Amount"), _("Paid"), _("Left to pay"), _("Sales"), _("State"),
    ]  # fmt: skip


def _row(line: Line) -> list[Cell]:
    def sum_of(minor: int | None) -> Decimal | None:
        return None if minor is None else Decimal(minor).scaleb(-digits(line.currency))

    return [
        plain(term_title(line.term)), label("term_kinds", line.kind), label("deal_sides", line.term.payer),
        line.period_from, line.period_to, line.on, _("yes") if line.is_expected and line.on else "", line.currency,
        sum_of(line.amount_minor), sum_of(line.paid_minor), sum_of(line.open_minor), sum_of(line.sales_minor),
        state_words()[line.state],
    ]  # fmt: skip


def as_csv(lines: Sequence[Line]) -> bytes:
    """The schedule with a byte-order mark, so that spreadsheets read Cyrillic; numbers with a point, dates as ISO 8601."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerow(heads())
    for line in lines:
        table.writerow(["" if cell is None else str(cell) for cell in _row(line)])
    return written.getvalue().encode("utf-8-sig")


def as_workbook(deal: Deal, lines: Sequence[Line], totals: Sequence[Total]) -> bytes:
    """The schedule, and the totals by payer and currency on a sheet of their own."""
    from openpyxl import Workbook

    made = Workbook()
    made.properties.title, made.properties.language = deal.title, current_locale()
    first = made.worksheets[0]
    first.title = _("Schedule")[:31]
    _fill(first, heads(), [_row(line) for line in lines], [line.currency for line in lines], (9, 10, 11, 12))
    second = made.create_sheet(_("Totals")[:31])
    names = [_("Payer"), _("Currency"), _("Amount"), _("Paid"), _("Left to pay"), _("Late")]
    _fill(second, names, [_total(one) for one in totals], [one.currency for one in totals], (3, 4, 5, 6))
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _total(one: Total) -> list[Cell]:
    sums = (one.amount_minor, one.paid_minor, one.open_minor, one.late_minor)
    return [
        label("deal_sides", one.payer),
        one.currency,
        *(Decimal(each).scaleb(-digits(one.currency)) for each in sums),
    ]


def _fill(sheet, names: list[str], rows: list[list[Cell]], codes: list[str], sums: tuple[int, ...]) -> None:  # type: ignore[no-untyped-def]  # openpyxl has no types
    from openpyxl.styles import Font

    for row in (names, *rows):
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 30 if cell.column == 1 else 16
    for number, code in enumerate(codes, 2):
        for column in sums:
            places = digits(code)
            sheet.cell(number, column).number_format = "#,##0." + "0" * places if places else "#,##0"
    sheet.freeze_panes = "B2"
