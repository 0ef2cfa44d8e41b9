"""The radar as a CSV for other programs and as a workbook."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from matchmaker.core.i18n import _, current_locale
from matchmaker.sessions.people.export import plain
from matchmaker.territories.radar.counting import NONE, VOCABULARIES, Count, Heat
from matchmaker.territories.radar.sight import Sight
from matchmaker.territories.radar.topics import Topic
from matchmaker.vocabularies import label
from matchmaker.web.deals.figures_files import BOM
from matchmaker.web.sessions.report_files import sheet_title, widen

Cell = str | int | float | None
Table = tuple[str, list[str], list[list[Cell]]]


def words_of(vocabulary: str, code: str) -> str:
    """A code in words; what names none has words of its own."""
    if code not in ("", NONE):
        return label(vocabulary, code)
    return _("Region not disclosed") if vocabulary == "regions" else _("Not given")


def lines_of(sight: Sight) -> bytes:
    """One line for each cell of region × sector × field, with codes and words."""
    written = StringIO()
    table = csv.writer(written)
    places = [_("Region code"), _("Region"), _("Sector code"), _("Sector"), _("Field code"), _("Field of science")]
    table.writerow([*places, *_heads(sight)])
    for line in sight.cube:
        codes = (("regions", line.region), ("oked", line.sector), ("ford", line.field))
        place = [text for vocabulary, code in codes for text in (_code(code), words_of(vocabulary, code))]
        table.writerow([*place, *("" if value is None else value for value in _values(line.count))])
    return (BOM + written.getvalue()).encode()


def _code(code: str) -> str:
    return "" if code == NONE else code


def _heads(sight: Sight) -> list[str]:
    day = sight.since.on.isoformat() if sight.since.on else "–"
    return [_("Unmet needs"), _("All needs"), _("Share unmet"), _("Unmet on %(day)s", day=day), _("Change")]


def _values(count: Count) -> list[int | float | None]:
    share = None if count.share is None else round(count.share, 4)
    return [count.unmet, count.needs, share, count.before, count.change]


def workbook_of(sight: Sight) -> bytes:
    """A sheet for each table, with numbers as numbers."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.worksheets[0])
    made.properties.title, made.properties.language = _("Unmet demand"), current_locale()
    for title, heads, rows in _tables(sight):
        sheet = made.create_sheet(sheet_title(title))
        lines: list[Sequence[Cell]] = [heads, *rows]
        for line in lines:
            sheet.append([plain(cell) if isinstance(cell, str) else cell for cell in line])
        sheet.freeze_panes = "B2"
        widen(sheet)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _tables(sight: Sight) -> list[Table]:
    heads, by_sector = _heads(sight), sight.heats["sectors"]
    return [
        (_("By region"), [_("Region"), *heads], [[words_of("regions", one), *_values(total)] for one, _c, total in by_sector.rows]),
        (_("By sector"), [_("Sector"), *heads], _columns("sectors", by_sector)),
        (_("By field"), [_("Field of science"), *heads], _columns("fields", sight.heats["fields"])),
        (_("Regions and sectors"), *_crossed("sectors", by_sector)),
        (_("Regions and fields"), *_crossed("fields", sight.heats["fields"])),
        (_("Topics"), [_("Topic"), *heads, _("Words"), _("Examples")], _topics(sight)),
        (_("Needs"), [_("Need"), _("Region"), _("Best score of 100"), _("Number")], _needs(sight)),
    ]  # fmt: skip


def _columns(axis: str, heat: Heat) -> list[list[Cell]]:
    return [[words_of(VOCABULARIES[axis], code), *_values(count)] for code, count in heat.totals.items()]


def _crossed(axis: str, heat: Heat) -> tuple[list[str], list[list[Cell]]]:
    """Unmet needs by region and column."""
    heads = [_("Region"), *(words_of(VOCABULARIES[axis], code) for code in heat.columns), _("Together")]
    return heads, [
        [words_of("regions", one), *(cells[code].unmet for code in heat.columns), total.unmet]
        for one, cells, total in heat.rows
    ]


def _topics(sight: Sight) -> list[list[Cell]]:
    return [_topic(sight, topic) for topic in (*sight.topics, *sight.fields)]


def _topic(sight: Sight, topic: Topic) -> list[Cell]:
    examples = "; ".join(_titles(sight, (need.id for need in topic.examples)))
    name = topic.title or label("ford", topic.field)
    return [name, *_values(topic.count), ", ".join(topic.keywords), examples]


def _titles(sight: Sight, needs: Iterable[int]) -> Sequence[str]:
    return [sight.texts[one].title for one in needs if one in sight.texts]


def _needs(sight: Sight) -> list[list[Cell]]:
    return [
        [", ".join(_titles(sight, [need.id])), words_of("regions", need.region), need.score, need.id]
        for need in sight.unmet
    ]
