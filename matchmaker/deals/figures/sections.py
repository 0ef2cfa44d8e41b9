"""The figures in the reader's words: sections with a table each, for the page, the workbook and the CSV alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from matchmaker.core.i18n import _
from matchmaker.deals.figures.autm import ALL, Autm
from matchmaker.deals.figures.counting import Ended, Figures, Group, Stay, Sums
from matchmaker.vocabularies import label, terms


@dataclass(frozen=True)
class Money:
    """An amount in minor units of one currency."""

    minor: int
    currency: str


@dataclass(frozen=True)
class Share:
    """A part of a whole, 0 to 1."""

    of_one: float


@dataclass(frozen=True)
class Days:
    """A length of time."""

    days: float


Value = int | Money | Share | Days | None


@dataclass(frozen=True)
class Bar:
    """What is drawn beside a row, in hundredths of the width: from where, how long, and a mark inside (a median)."""

    length: float
    start: float = 0
    mark: float | None = None


@dataclass(frozen=True)
class Row:
    """A line of a table."""

    title: str
    values: Sequence[Value]
    bar: Bar = field(default_factory=lambda: Bar(0))


@dataclass(frozen=True)
class Section:
    """A table and the chart in it. heads: of the first column and of the values."""

    code: str
    title: str
    note: str
    heads: list[str]
    rows: list[Row]


def sections_of(found: Figures) -> list[Section]:
    """Everything."""
    money = [_("Received, %(currency)s", currency=code) for code in found.currencies]
    return [
        _line(found), _received(found), _kinds(found), _reasons(found), _autm(found.autm),
        _stays(found, [one for one in found.stays if not one.kind], "stays", _("Time in each stage")),
        _stays(found, [one for one in found.stays if one.kind], "stays_by_kind", _("Time in each stage, by kind")),
        _groups(found, "organisations", _("By organisation"), _("Organisation"), money, found.organisations,
                lambda code: found.names.get(int(code), code)),
        _groups(found, "regions", _("By region"), _("Region"), money, found.regions, _labels("regions")),
        _groups(found, "sectors", _("By sector"), _("Sector"), money, found.sectors, _labels("oked")),
        _groups(found, "years", _("By year"), _("Year"), money, found.years, str),
    ]  # fmt: skip


def _labels(vocabulary: str) -> Callable[[str], str]:
    return lambda code: label(vocabulary, code) if code else _("Not given")


def _with_bars(rows: Iterable[tuple[str, Sequence[Value]]], column: int = 0) -> list[Row]:
    """Bars as long as the numbers in one column ask for."""
    found = list(rows)
    lengths = [_length(values[column]) for _title, values in found]
    most = max(lengths, default=0) or 1
    return [
        Row(title, values, Bar(round(100 * max(0, length) / most, 1)))
        for (title, values), length in zip(found, lengths, strict=True)
    ]


def _length(value: Value) -> float:
    if isinstance(value, Share):
        return value.of_one
    if isinstance(value, Money):
        return value.minor
    return value.days if isinstance(value, Days) else value or 0


def _line(found: Figures) -> Section:
    words = {
        "recommended": _("Pairs recommended and answered"), "interested": _("Pairs in which a side is interested"),
        "introduced": _("Introductions"), "met": _("Meetings held at sessions"), "deal": _("Deals"),
        "nda": _("NDA accepted by both sides"), "signed": _("Signed"), "paid": _("With money received"),
    }  # fmt: skip
    rows = [(words[one.code], (one.count, one.deals, one.signed)) for one in found.line]
    heads = [_("Step"), _("Count"), _("Deals that came of it"), _("Of these signed")]
    note = _("Counted from what the platform has stored; nobody types it in. A deal need not pass every step.")
    return Section("line", _("From recommendation to money"), note, heads, _with_bars(rows))


def _received(found: Figures) -> Section:
    kinds = [kind for kind in terms("term_kinds") if any(kind in sums for sums in found.received.values())]
    rows = [
        (code, [Money(sum(sums.values()), code), *(Money(sums.get(kind, 0), code) for kind in kinds)])
        for code, sums in ((code, found.received[code]) for code in found.currencies)
    ]
    heads = [_("Currency"), _("Received"), *(label("term_kinds", kind) for kind in kinds)]
    note = _("Paid to the owner of the technology. Currencies are never added up.")
    return Section("received", _("Money received"), note, heads, [Row(title, values) for title, values in rows])


def _kinds(found: Figures) -> Section:
    rows = [(label("deal_kinds", one.code) if one.code else _("Together"), _ended(one)) for one in found.kinds]
    heads = [_("Kind"), _("Win rate"), _("Opened"), _("Under way"), _("Won"), _("Lost"), _("Terminated")]
    note = _("Won: signed, whatever came after. Win rate: won of those that were won or lost before the signing.")
    return Section("kinds", _("Won and lost"), note, heads, _with_bars(rows))


def _ended(one: Ended) -> Sequence[Value]:
    return _rate(one.win_rate), one.opened, one.going, one.won, one.lost, one.terminated


def _rate(rate: float | None) -> Share | None:
    return None if rate is None else Share(rate)


def _reasons(found: Figures) -> Section:
    total = sum(lost for _code, lost, _terminated in found.reasons) or 1
    rows = [
        (label("deal_end_reasons", code) if code else _("Not given"), (lost, Share(lost / total), terminated))
        for code, lost, terminated in found.reasons
    ]
    heads = [_("Reason"), _("Lost"), _("Share of the lost"), _("Terminated")]
    return Section("reasons", _("Why deals end"), "", heads, _with_bars(rows))


def _stays(found: Figures, stays: list[Stay], code: str, title: str) -> Section:
    most = max((one.upper for one in stays), default=0) or 1
    heads = [_("Stage"), _("Stays"), _("Lower quartile"), _("Median"), _("Upper quartile")]
    note = _(
        "Days in a stage that was left. The bar reaches from the lower to the upper quartile, its mark is the median."
    )
    return Section(code, title, note, heads, [_stay(one, 100 / most) for one in stays])


def _stay(one: Stay, scale: float) -> Row:
    stage = label("deal_stages", one.stage)
    title = f"{label('deal_kinds', one.kind)} · {stage}" if one.kind else stage
    bar = Bar(round((one.upper - one.lower) * scale, 1), round(one.lower * scale, 1), round(one.median * scale, 1))
    return Row(title, (one.count, Days(one.lower), Days(one.median), Days(one.upper)), bar)


def _autm(found: Autm) -> Section:
    """The wording of the survey, in English in every language, with what stands for it here."""
    places = [ALL, *found.years[:5]]

    def money(title: str, sums: dict[str, dict[int, int]]) -> list[Row]:
        return [
            Row(f"{title}, {code}", [Money(years.get(year, 0), code) for year in places])
            for code, years in (sums or {"KZT": {}}).items()
        ]

    def count(title: str, years: dict[int, int]) -> Row:
        return Row(title, [years.get(year, 0) for year in places])

    rows = [
        *money(_("Total Research Expenditures: signed sponsored research"), found.research),
        count(_("Total Licenses executed: signed licences"), found.licences),
        count(_("Total Options executed: signed options"), found.options),
        *money(_("Total License Income received: paid under licences and options"), found.income),
        count(_("Disclosures received: capabilities published"), found.disclosures),
        count(_("New Patent Applications filed: capabilities with an application filed"), found.applications),
        count(_("Start-ups formed: signed spin-offs"), found.startups),
        Row(_("Beside the seven: licences and options in force today"), [found.active, *[None] * (len(places) - 1)]),
    ]
    note = _(
        "The key metrics of the AUTM Licensing Activity Survey, each with the figure of the platform that stands for it."
    )
    heads = [_("Figure"), _("All years"), *map(str, found.years[:5])]
    return Section("autm", _("The seven figures of AUTM"), note, heads, rows)


def _groups(
    found: Figures, code: str, title: str, head: str, money: list[str], groups: list[Group], named: Callable[[str], str]
) -> Section:
    rows = [(named(one.code), [*_counts(one), *_sums(one.received, found.currencies)]) for one in groups]
    heads = [head, _("Opened"), _("NDA"), _("Won"), _("Lost"), _("Win rate"), *money]
    notes = {
        "organisations": _("A deal counts for both of its sides."),
        "years": _("Each event counts in its own year: opening, NDA, signing, loss, payment."),
    }
    return Section(code, title, notes.get(code, ""), heads, _with_bars(rows))


def _counts(one: Group) -> list[Value]:
    return [one.opened, one.with_nda, one.won, one.lost, _rate(one.win_rate)]


def _sums(received: Sums, currencies: list[str]) -> list[Value]:
    return [Money(received.get(code, 0), code) for code in currencies]
