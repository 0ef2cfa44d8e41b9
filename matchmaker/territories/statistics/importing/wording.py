"""What was understood of a file, in the reader's words: faults that cannot be taken, and notes that should be looked at."""

from typing import Any

from matchmaker.core.i18n import _
from matchmaker.vocabularies import label

Json = dict[str, Any]


def fault_words(fault: Json, names: dict[str, str]) -> str:
    """Why a cell cannot be taken, and the mend. `names`: statistics by code."""
    said, name = fault.get("said", ""), names.get(fault.get("statistic", ""), fault.get("statistic", ""))
    words = {
        "no_regions": lambda: _("No column names regions. Put the regions one below the other, by code or name."),
        "no_statistics": lambda: _(
            "No heading names a statistic. Write the short name or the full name of a statistic above its column."
        ),
        "unknown_statistic": lambda: _("“%(said)s” is not a statistic. Take the short name from the template.", said=said),
        "no_year": lambda: _("The year is missing. Write it in the heading, or choose it for the whole file."),
        "year_range": lambda: _("%(said)s cannot be the year of a figure.", said=said),
        "platform": lambda: _("“%(name)s” is counted by the platform itself; nobody types it.", name=name),
        "unknown_region": lambda: _("“%(said)s” is not a region. Write its code or name as in the template.", said=said),
        "no_region": lambda: _("The region of this row is missing."),
        "which_region": lambda: _("“%(said)s” may be the city or the region. Write KZ-75 or KZ-19.", said=said),
        "not_a_number": lambda: _("“%(said)s” is not a number. Leave the cell empty when the figure is not known.", said=said),
        "duplicate_year": lambda: _(
            "“%(name)s” of %(year)s is there twice, in columns %(other)s and %(column)s. Remove one of them.",
            name=name, year=fault.get("year"), other=fault.get("other"), column=fault.get("column"),
        ),
        "two_values": lambda: _(
            "“%(name)s” of %(region)s in %(year)s has another value in cell %(other)s. Remove one of them.",
            name=name, region=label("regions", fault.get("region", "")), year=fault.get("year"), other=fault.get("other"),
        ),
    }  # fmt: skip
    return words[fault["code"]]()


def note_words(note: Json, names: dict[str, str]) -> str:
    """How something was understood."""
    said, region = note.get("said", ""), label("regions", note.get("region", ""))
    name = names.get(note.get("statistic", ""), "")
    words = {
        "merged_header": lambda: _(
            "The heading is merged over %(area)s; it was read for each of these columns as “%(name)s”.",
            area=note.get("area"), name=name,
        ),
        "continued_header": lambda: _("The heading is empty; the one to the left, “%(said)s”, was read on.", said=said),
        "unknown_column": lambda: _("The column “%(said)s” names no statistic and was passed over.", said=said),
        "passed_over": lambda: _("The row “%(said)s” has no figures and was passed over.", said=said),
        "not_known": lambda: _("“%(said)s” stands for a figure that is not known; nothing is stored.", said=said),
        "country": lambda: _("The total of the country was passed over."),
        "old_code": lambda: _("“%(said)s” is the code from before 2022; it was read as %(region)s.", said=said, region=region),
        "kato": lambda: _("“%(said)s” is the KATO code; it was read as %(region)s.", said=said, region=region),
        "larger": lambda: _(
            "Under this code the region was larger before it was divided. Check that the figures are those of %(region)s of today.",
            region=region,
        ),
        "by_the_others": lambda: _(
            "“%(said)s” was read as %(region)s, because the other Almaty has a row of its own.", said=said, region=region
        ),
        "same_twice": lambda: _("The same figure stands in cell %(other)s too; it is stored once.", other=note.get("other")),
    }  # fmt: skip
    return words[note["code"]]()


def number_words(code: str) -> str:
    """How a number was read."""
    return {
        "comma": _("decimal comma"),
        "percent": _("percent sign left out"),
        "thousands": _("signs between thousands left out"),
    }[code]
