"""Which kind of agreement fits, and why: a pure function over two tables (`questions.csv`, `reasons.csv`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matchmaker.core.i18n import LOCALES, current_locale
from matchmaker.core.tables import read_table
from matchmaker.vocabularies import Term, read_vocabulary, terms

HERE = Path(__file__).parent
COLUMNS = ("answer", "kind", "points", *LOCALES)
BESIDE = {"nda": "nda", "mta_beside": "mta"}  # in the column `kind`: a document to sign beside the agreement


@dataclass(frozen=True)
class Reason:
    """What one answer says of a kind: points for it (above 0) or against it (below)."""

    answer: str
    kind: str
    points: int
    texts: dict[str, str]

    @property
    def text(self) -> str:
        """The reason in the reader's language."""
        return self.texts[current_locale()]


@dataclass(frozen=True)
class Advice:
    """How well a kind fits the answers: the sum of its reasons' points."""

    kind: str
    points: int
    reasons: tuple[Reason, ...]

    @property
    def pros(self) -> tuple[Reason, ...]:
        """What speaks for it, the weightiest first."""
        return tuple(sorted((one for one in self.reasons if one.points > 0), key=lambda one: -one.points))

    @property
    def cons(self) -> tuple[Reason, ...]:
        """What speaks against it, the weightiest first."""
        return tuple(sorted((one for one in self.reasons if one.points < 0), key=lambda one: one.points))


@lru_cache
def questions() -> dict[str, list[Term]]:
    """Each question's code with its answers; the question itself comes first."""
    found: dict[str, list[Term]] = {}
    for term in read_vocabulary(HERE / "questions.csv").values():
        found.setdefault(term.parent or term.code, []).append(term)
    return found


@lru_cache
def reasons() -> tuple[Reason, ...]:
    """The table."""
    rows = read_table(HERE / "reasons.csv", COLUMNS)
    return tuple(
        Reason(row["answer"], row["kind"], row.number("points") or 0, {lang: row[lang] for lang in LOCALES})
        for row in rows
    )


def known(answers: Mapping[str, str]) -> dict[str, str]:
    """Of what came with an address, the answers that there are, by question."""
    return {
        question: answer
        for question, options in questions().items()
        if (answer := answers.get(question, "")) in {one.code for one in options[1:]}
    }


def advise(answers: Mapping[str, str]) -> list[Advice]:
    """Every kind, the best fitting first; empty while nothing is answered. Equal points keep the vocabulary's order."""
    given = set(known(answers).values())
    if not given:
        return []
    found = []
    for kind in terms("deal_kinds"):
        spoken = tuple(one for one in reasons() if one.kind == kind and one.answer in given)
        found.append(Advice(kind, sum(one.points for one in spoken), spoken))
    return sorted(found, key=lambda one: -one.points)


def beside(answers: Mapping[str, str], best: str = "") -> list[tuple[str, Reason]]:
    """Kinds of documents to sign beside the agreement, with the reason; not the agreement itself."""
    given = set(known(answers).values())
    named = [(BESIDE[one.kind], one) for one in reasons() if one.kind in BESIDE and one.answer in given]
    return [(kind, reason) for kind, reason in named if kind != best]
