"""What the paper and the Word document say, in the language in force: every word and every number as text.

Figures name their evidence by a number; the register of evidence at the end gives file and hash.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from matchmaker.core.i18n import _, current_locale, ngettext, worded
from matchmaker.deals.money.standing import day_of
from matchmaker.indicators.report.snapshot import Data, figures_in, leading, standing_in, standings_in
from matchmaker.vocabularies import label

DASH = "–"


@dataclass(frozen=True)
class Grid:
    """A table. numbers: the columns that are set to the right. widths: shares of the line.

    parts: what a bar above it shows, (code, number) for each row.
    """

    title: str
    heads: list[str]
    rows: list[list[str]]
    widths: list[int]
    numbers: tuple[int, ...] = ()
    note: str = ""
    parts: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """An indicator: what stands in large, facts below, the table of places."""

    title: str
    mark: str
    facts: list[tuple[str, str]]
    places: Grid | None = None


@dataclass(frozen=True)
class Chapter:
    """A direction."""

    title: str
    sheets: list[Sheet] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """The whole report in words."""

    title: str
    under: str
    preface: list[str]
    notes: list[str]
    tables: list[Grid]
    chapters: list[Chapter]
    accounts: list[tuple[str, str]]
    ends: list[Grid]


def number_words(value: float | None, decimals: int = 0) -> str:
    """A number with its decimals, as the reader writes it; a dash for none."""
    if value is None:
        return DASH
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, pattern, locale=current_locale()))


def value_words(indicator: Data, figure: Data) -> str:
    """A figure's value; one made up for a demo says so."""
    words = number_words(figure["value"], indicator["decimals"])
    return f"{words} ({_('demo')})" if figure["is_demo"] else words


def target_words(indicator: Data, figure: Data) -> str:
    """A figure's target; one of a plan made up for a demo says so."""
    words = number_words(figure["target"], indicator["decimals"])
    return f"{words} ({_('demo')})" if indicator["is_demo"] and figure["target"] is not None else words


def title_of(data: Data) -> str:
    """What the report is called."""
    return _("Annual report on target indicators for %(year)s", year=data["year"])


def content_of(data: Data) -> Content:
    """A frozen report in the language in force."""
    register = evidence_in(data)
    numbers = {one["id"]: place for place, one in enumerate(register, 1)}
    return Content(
        title=title_of(data),
        under=_("Data as of %(day)s", day=_day(data["frozen_at"])),
        preface=worded(data["preface"]).splitlines(),
        notes=_notes(data),
        tables=[_summary(data), *_overview(data)],
        chapters=[_chapter(part, numbers) for part in data["directions"]],
        accounts=[(worded(one["names"]), one["text"]) for one in data["bodies"] if one["text"]],
        ends=[_bodies(data), _register(register)],
    )


def evidence_in(data: Data) -> list[Data]:
    """Every document that a figure rests on, once, in the order of the figures."""
    found: dict[int, Data] = {}
    for _direction, _indicator, figure in figures_in(data):
        if figure["evidence"]:
            found.setdefault(figure["evidence"]["id"], figure["evidence"])
    return list(found.values())


def _day(moment: str) -> str:
    if not moment:
        return DASH
    return str(format_date(day_of(datetime.fromisoformat(moment)), "long", locale=current_locale()))


def _notes(data: Data) -> list[str]:
    hashed = _("SHA-256 of the data: %(hash)s", hash=data["sha256"])
    demo = _("Figures marked “demo” are made up to show how the report works; they are not statistics.")
    return [*([demo] if is_demo(data) else []), hashed]


def is_demo(data: Data) -> bool:
    """Whether anything in the report is made up for a demo."""
    figures = list(figures_in(data))
    return any(figure["is_demo"] or indicator["is_demo"] for _direction, indicator, figure in figures)


def _summary(data: Data) -> Grid:
    counts = standings_in(data)
    rows = [[label("standings", code), str(number)] for code, number in counts.items()]
    total = sum(counts.values())
    note = ngettext("%(number)s indicator in all.", "%(number)s indicators in all.", total)
    heads = [_("Standing"), _("Indicators")]
    return Grid(_("How the indicators stand"), heads, rows, [4, 1], (1,), note, list(counts.items()))


def _overview(data: Data) -> list[Grid]:
    """A table of all indicators of each direction."""
    heads = [_("Code"), _("Indicator"), _("Target"), _("Actual value"), _("Standing")]
    widths, right = [2, 6, 3, 3, 3], (2, 3)
    return [
        Grid(worded(part["names"]), heads, [_line(one) for one in part["indicators"]], widths, right)
        for part in data["directions"]
    ]


def _line(indicator: Data) -> list[str]:
    figure = leading(indicator)
    name = worded(indicator["names"]) + (f", {unit}" if (unit := worded(indicator["units"])) else "")
    standing = label("standings", standing_in(indicator))
    if figure is None:
        return [indicator["code"], name, DASH, _("by place, see below"), standing]
    place = "" if figure["place"] == "KZ" else f" ({worded(figure['names'])})"
    return [indicator["code"], name + place, target_words(indicator, figure), value_words(indicator, figure), standing]


def _chapter(part: Data, numbers: dict[int, int]) -> Chapter:
    return Chapter(worded(part["names"]), [_sheet(one, numbers) for one in part["indicators"]])


def _sheet(one: Data, numbers: dict[int, int]) -> Sheet:
    figures = one["figures"]
    is_single = len(figures) == 1 and figures[0]["place"] == "KZ"
    facts = [*(_of_figure(one, figures[0], numbers) if is_single else []), *_of_indicator(one)]
    places = None if is_single else _places(one, numbers)
    return Sheet(f"{one['code']}. {worded(one['names'])}", _("demo") if one["is_demo"] else "", facts, places)


def _of_figure(one: Data, figure: Data, numbers: dict[int, int]) -> list[tuple[str, str]]:
    unit = worded(one["units"]) if figure["value"] is not None else ""
    value = f"{value_words(one, figure)}{', ' if unit else ''}{unit}"
    found = [(_("Actual value"), value), (_("Target"), target_words(one, figure))]
    found += [(_("Standing"), label("standings", figure["standing"])), (_("Evidence"), _evidence(figure, numbers))]
    return [*found, *([(_("Explanation"), figure["note"])] if figure["note"] else [])]


def _evidence(figure: Data, numbers: dict[int, int]) -> str:
    one = figure["evidence"]
    if one:
        return f"[{numbers[one['id']]}] {one['name']}"
    return _("counted by the platform") if figure["origin"] == "platform" else DASH


def _of_indicator(one: Data) -> list[tuple[str, str]]:
    """What holds for every place."""
    baseline = number_words(one["baseline"], one["decimals"])
    if one["baseline_year"] and one["baseline"] is not None:
        baseline = f"{baseline} ({one['baseline_year']})"
    found = [
        (_("Baseline"), baseline), (_("Critical level"), number_words(one["critical"], one["decimals"])),
        (_("Better"), _("more is better") if one["better"] > 0 else _("less is better")),
        (_("Frequency"), label("frequencies", one["frequency"])), (_("Formula"), worded(one["formulas"])),
        (_("Source of data"), worded(one["sources"])), (_("Answers for it"), worded(one["owner"])),
    ]  # fmt: skip
    return [(name, words or DASH) for name, words in found]


def _places(one: Data, numbers: dict[int, int]) -> Grid:
    unit = worded(one["units"])
    heads = [
        _("Where it applies"),
        f"{_('Actual value')}, {unit}" if unit else _("Actual value"),
        _("Target"),
        _("Standing"),
        _("Evidence"),
    ]
    rows = [
        [
            worded(figure["names"]), value_words(one, figure), target_words(one, figure),
            label("standings", figure["standing"]), _with_note(figure, _evidence(figure, numbers)),
        ]
        for figure in one["figures"]
    ]  # fmt: skip
    return Grid("", heads, rows, [4, 3, 2, 3, 5], (1, 2))


def _with_note(figure: Data, words: str) -> str:
    return f"{words}. {figure['note']}" if figure["note"] else words


def _bodies(data: Data) -> Grid:
    heads = [_("Body"), _("State"), _("Submitted on")]
    rows = [
        [worded(one["names"]), label("submission_states", one["state"]), _day(one["submitted_at"])]
        for one in data["bodies"]
    ]
    return Grid(_("Bodies that reported"), heads, rows, [6, 3, 3])


def _register(register: list[Data]) -> Grid:
    rows = [[str(place), one["name"], one["sha256"]] for place, one in enumerate(register, 1)]
    return Grid(_("Register of evidence"), [_("No."), _("Document"), "SHA-256"], rows, [1, 5, 8])


def plain_data(content: Content) -> dict[str, Any]:
    """The content for a template of a paper."""
    chapters = [
        {
            "title": chapter.title,
            "sheets": [vars(one) | {"places": vars(one.places) if one.places else None} for one in chapter.sheets],
        }
        for chapter in content.chapters
    ]
    grids = {name: [vars(one) for one in getattr(content, name)] for name in ("tables", "ends")}
    words = {"contents": _("Indicators in detail"), "accounts_title": _("Bodies on their work"), "empty": _("None.")}
    return vars(content) | grids | {"chapters": chapters} | words
