"""What is wrong with a row of the glossary, in words, and how to mend it."""

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.matching.glossary import LONGEST
from matchmaker.matching.glossary_file import COLUMNS, MOST, PARTS, Fault, is_mixed


def why(fault: Fault) -> str:
    """The fault in the reader's language."""
    detail, column = fault.detail, fault.column
    texts = {
        "header": _("The first line must read: %(columns)s, parted by tabs.", columns=" ".join(COLUMNS)),
        "columns": _("The line has %(found)s cells instead of %(wanted)s.", found=detail, wanted=len(COLUMNS)),
        "encoding": _("The text is not UTF-8. Save the file as UTF-8."),
        "empty": _("The cell “%(column)s” is empty: fill it in.", column=column),
        "length": _("“%(term)s” has more than %(most)s words and would never be found. Shorten it.", term=detail, most=LONGEST),
        "part of speech": _("“%(pos)s” is no part of speech. Use one of: %(parts)s.", pos=detail, parts=", ".join(PARTS)),
        "characters": _(
            "“%(term)s” has invisible characters or no letter, or is longer than %(most)s characters.",
            term=ascii(detail[:60])[1:-1] if not detail.isprintable() else detail[:60],
            most=MOST.get(column, 0),
        ),
        "concept twice": _("The concept stands there already: %(place)s. Leave one of the two.", place=detail),
        "said twice": _("The same first terms stand there already: %(place)s. Leave one of the two.", place=detail),
        "exists": _("The glossary has other terms for the concept %(place)s: import with --replace to replace them.", place=detail),
        "many meanings": _("More concepts begin with one term than a reader can choose from: %(terms)s.", terms=detail),
    }  # fmt: skip
    return _script(detail, column) if fault.code == "script" else texts[fault.code]


def _script(term: str, column: str) -> str:
    if column == "en":
        return _("“%(term)s” has Cyrillic letters. Write the English term in Latin letters.", term=term)
    if is_mixed(term):
        return _("“%(term)s” mixes Latin and Cyrillic letters in one word. Write it in one script.", term=term)
    return _("“%(term)s” has Kazakh letters. Write the Russian term here.", term=term)


class Broken(Invalid):
    """Rows that cannot be taken: every fault with its file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__({f"{fault.file}:{fault.line}": why(fault) for fault in faults})
        self.faults = faults
