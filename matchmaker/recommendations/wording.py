"""The engine's itemised score in words: what is met, what is missed, and in which points (law 5)."""

from dataclasses import dataclass, field

from matchmaker.core import clock
from matchmaker.core.i18n import _
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.fusion import Fusion
from matchmaker.matching.gains import Gain, gains
from matchmaker.matching.ranking import Match
from matchmaker.matching.reasons import SentencePair, as_written, best_pair
from matchmaker.postings.fields import CODES
from matchmaker.postings.models import Posting
from matchmaker.recommendations.constraints import Fact, Note, facts, worded
from matchmaker.recommendations.content import head_of, posting_profile
from matchmaker.recommendations.records.links import RecordLink
from matchmaker.recommendations.wishes import Wish, wished
from matchmaker.vocabularies import label

STRONG, GOOD = 60, 45


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
    facts: list[Fact] = field(default_factory=list)
    gains: list[Gain] = field(default_factory=list)
    answer: str | None = None
    other_interested: bool = False
    recorded: RecordLink | None = None

    @property
    def score(self) -> int:
        """Points of 100."""
        return round(self.match.score)

    @property
    def strength(self) -> str:
        """strong, good or possible."""
        return word_of(self.score)

    @property
    def notes(self) -> list[Note]:
        """The constraints in words."""
        return [worded(fact) for fact in self.facts]

    @property
    def wishes(self) -> list[Wish]:
        """What would raise the score, in words."""
        return wished(self.gains)

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


def itemised(points: dict[str, float]) -> list[Contribution]:
    """The contributions of a score with their titles in the reader's language."""
    names, whole = titles(), max(sum(points.values()), 1e-9)
    return [
        Contribution(name, names.get(name, name), value, round(100 * value / whole)) for name, value in points.items()
    ]


def explain(
    engine: Engine,
    fusion: Fusion,
    match: Match,
    own: Analysis,
    own_posting: Posting | None,
    other: Posting,
    reading: Analysis,
) -> Recommendation:
    """Word one match: contributions, sentence pair, shared terms and codes, constraints, what would raise it."""
    pair = best_pair(engine, own, reading, match.bridges)
    found = Recommendation(other, match, itemised(match.contributions), pair)
    found.shared_terms = as_written(engine, match.bridges, head_of(other.text(other.lang)))
    if own_posting is not None:
        found.shared_codes = shared_codes(own_posting, other)
        found.facts = facts(own_posting, other)
        sides, today = (posting_profile(own_posting), posting_profile(other)), clock.today().toordinal()
        found.gains = gains(fusion, *sides, today, room=100 - match.score)
    return found


def shared_codes(own: Posting, other: Posting) -> list[dict[str, str]]:
    """Codes that both carry, as vocabulary and code."""
    fields = ("fields", "sectors", "cooperation", "sdg")
    pairs = ((CODES[name], code) for name in fields for code in own.codes_of(name) if code in other.codes_of(name))
    return [{"vocabulary": vocabulary, "code": code} for vocabulary, code in pairs]
