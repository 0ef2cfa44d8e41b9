"""The engine's itemised score in words: what is met, what is missed, and in which points (law 5)."""

from dataclasses import dataclass, field

from matchmaker.core import clock
from matchmaker.core.i18n import _
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.ranking import Match
from matchmaker.matching.reasons import SentencePair, as_written, best_pair
from matchmaker.postings.fields import CODES
from matchmaker.postings.models import Posting
from matchmaker.recommendations.content import head_of
from matchmaker.vocabularies import label

STRONG, GOOD = 60, 45


@dataclass(frozen=True)
class Note:
    """A constraint that is met (`ok`), missed (not `ok`), or merely worth knowing (None)."""

    ok: bool | None
    text: str


@dataclass(frozen=True)
class Contribution:
    """Points that one aspect brings to the score, and its share of the score in percent."""

    name: str
    title: str
    points: float
    share: int


@dataclass
class Recommendation:
    """One scored pair posting ↔ posting with its reasons."""

    posting: Posting
    match: Match
    contributions: list[Contribution] = field(default_factory=list)
    pair: SentencePair | None = None
    shared_terms: list[str] = field(default_factory=list)
    shared_codes: list[dict[str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    answer: str | None = None
    other_interested: bool = False

    @property
    def score(self) -> int:
        """Points of 100."""
        return round(self.match.score)

    @property
    def strength(self) -> str:
        """strong, good or possible."""
        return word_of(self.score)

    def sentences(self) -> list[str]:
        """The reasons as plain sentences, for the command line and the API."""
        found = [f"{item.title}: {item.points:.1f}" for item in self.contributions if item.points >= 0.05]
        if self.pair:
            found.append(f"“{self.pair.own.text}” ↔ “{self.pair.other.text}”")
        if self.shared_terms:
            found.append(_("Shared terms: %(terms)s", terms=", ".join(self.shared_terms)))
        found += [label(code["vocabulary"], code["code"]) for code in self.shared_codes]
        return found + [note.text for note in self.notes]


def word_of(score: int) -> str:
    """The word for a score of whole points: strong, good or possible."""
    return "strong" if score >= STRONG else "good" if score >= GOOD else "possible"


def titles() -> dict[str, str]:
    """What each contribution is called on a page."""
    return {
        "meaning": _("Meaning of the texts"),
        "words": _("Shared terms"),
        "fields": _("Fields of science"),
        "sectors": _("Sectors"),
        "cooperation": _("Forms of cooperation"),
        "trl": _("Stage of development"),
        "region": _("Region"),
        "sounds": _("Similar spelling"),
        "partner": _("Kind of partner"),
        "budget": _("Budget"),
        "deadline": _("Deadline"),
    }


def explain(
    engine: Engine, match: Match, own: Analysis, own_posting: Posting | None, other: Posting, reading: Analysis
) -> Recommendation:
    """Word one match: contributions, sentence pair, shared terms and codes, constraints."""
    names = titles()
    whole = max(match.score, 1e-9)
    parts = match.contributions.items()
    items = [Contribution(name, names[name], points, round(100 * points / whole)) for name, points in parts]
    found = Recommendation(other, match, items, best_pair(engine, own, reading, match.bridges))
    text = other.text(other.lang)
    found.shared_terms = as_written(engine, match.bridges, head_of(text))
    if own_posting is not None:
        found.shared_codes = shared_codes(own_posting, other)
        found.notes = notes(own_posting, other)
    return found


def shared_codes(own: Posting, other: Posting) -> list[dict[str, str]]:
    """Codes that both carry, as vocabulary and code."""
    fields = ("fields", "sectors", "cooperation", "sdg")
    pairs = ((CODES[name], code) for name in fields for code in own.codes_of(name) if code in other.codes_of(name))
    return [{"vocabulary": vocabulary, "code": code} for vocabulary, code in pairs]


def notes(own: Posting, other: Posting) -> list[Note]:
    """Constraints of both sides, met and missed."""
    need, capability = (own, other) if own.kind == "need" else (other, own)
    found = [
        _trl(need, capability),
        _region(own, other),
        _partner(own, other),
        _budget(need, capability),
        _deadline(need),
    ]
    return [note for note in found if note]


def _trl(need: Posting, capability: Posting) -> Note | None:
    if need.trl is None or capability.trl is None:
        return None
    values = {"has": capability.trl, "wants": need.trl}
    if capability.trl >= need.trl:
        return Note(True, _("TRL %(has)s, at least %(wants)s is asked for.", **values))
    return Note(False, _("TRL %(has)s, but %(wants)s is asked for: joint development would close the gap.", **values))


def _region(own: Posting, other: Posting) -> Note | None:
    ours, theirs = set(own.codes_of("regions")), set(other.codes_of("regions"))
    if not ours or not theirs:
        return None
    if both := sorted(ours & theirs):
        return Note(True, _("Same region: %(regions)s.", regions=", ".join(label("regions", code) for code in both)))
    return Note(
        False,
        _(
            "Different regions: theirs is %(regions)s.",
            regions=", ".join(label("regions", code) for code in sorted(theirs)),
        ),
    )


def _partner(own: Posting, other: Posting) -> Note | None:
    wanted = own.codes_of("partner_kinds")
    if not wanted or other.visibility == "anonymous":
        return None
    kind = label("organisation_kinds", other.organisation.kind)
    if other.organisation.kind in wanted:
        return Note(True, _("The partner is of a kind you look for: %(kind)s.", kind=kind))
    return Note(False, _("The partner is of another kind than you look for: %(kind)s.", kind=kind))


def _budget(need: Posting, capability: Posting) -> Note | None:
    if need.budget_max is None or capability.budget_min is None or need.currency != capability.currency:
        return None
    if need.budget_max >= capability.budget_min:
        return Note(True, _("The budgets meet."))
    return Note(False, _("The need's budget ends below where the capability's begins."))


def _deadline(need: Posting) -> Note | None:
    if need.deadline_on is None:
        return None
    days = (need.deadline_on - clock.today()).days
    if days < 0:
        return Note(False, _("The deadline of the need has passed."))
    return Note(None, _("Days left until the deadline: %(days)s.", days=days))
