"""A recommendation as the columns of a record, and back: language-free, so that it is told in any reader's language."""

from dataclasses import dataclass
from typing import Any

from matchmaker.core.i18n import current_locale
from matchmaker.matching.gains import Gain
from matchmaker.matching.reasons import Marked, SentencePair
from matchmaker.postings.models import Posting
from matchmaker.recommendations.constraints import Fact, Note, worded
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.recommendations.wishes import Wish, wished
from matchmaker.recommendations.wording import Contribution, Recommendation, itemised, word_of


def columns_of(found: Recommendation) -> dict[str, Any]:
    """What a record keeps of a recommendation."""
    return {
        "score": found.match.score,
        "contributions": found.match.contributions,
        "bridges": {bridge.stem: bridge.points for bridge in found.match.bridges},
        "pair": _kept_pair(found.pair),
        "reasons": {
            "terms": found.shared_terms,
            "codes": found.shared_codes,
            "facts": [vars(fact) for fact in found.facts],
            "gains": [vars(gain) for gain in found.gains],
        },
    }


def head_values(posting: Posting) -> dict[str, Any]:
    """How a posting was called, in each of its languages."""
    titles = {text.lang: text.title for text in posting.texts}
    return {"lang": posting.lang, "version": posting.version, "titles": titles}


def _kept_pair(pair: SentencePair | None) -> dict[str, Any]:
    return {"own": vars(pair.own), "other": vars(pair.other), "cosine": pair.cosine} if pair else {}


def _marked(kept: dict[str, Any]) -> Marked:
    return Marked(kept["text"], kept["lang"], tuple((start, end) for start, end in kept["spans"]))


@dataclass(frozen=True)
class Recorded:
    """A record as a reader may see it; the names are those of `Recommendation`, so that the same page parts show it.

    other: None when the reader may no longer see that posting: then not a word of it is told. organisation_shown:
    whether the reader may know whose it is.
    """

    record: RecommendationRecord
    own: Posting
    other: Posting | None
    organisation_shown: bool = True

    @property
    def score(self) -> int:
        """Points of 100."""
        return round(self.record.score)

    @property
    def strength(self) -> str:
        """strong, good or possible."""
        return word_of(self.score)

    @property
    def contributions(self) -> list[Contribution]:
        """The points, itemised."""
        return itemised(self.record.contributions)

    @property
    def pair(self) -> SentencePair | None:
        """The sentences with the words that were marked."""
        kept = self.record.pair
        if not kept or self.other is None:
            return None
        return SentencePair(_marked(kept["own"]), _marked(kept["other"]), kept["cosine"])

    @property
    def shared_terms(self) -> list[str]:
        """The words that both sides used."""
        return list(self._told("terms"))

    @property
    def shared_codes(self) -> list[dict[str, str]]:
        """The codes that both sides had chosen."""
        return list(self._told("codes"))

    @property
    def notes(self) -> list[Note]:
        """The constraints as they were, in the reader's language."""
        facts = (Fact(**kept) for kept in self._told("facts"))
        return [worded(fact) for fact in facts if fact.name != "partner" or self.organisation_shown]

    @property
    def wishes(self) -> list[Wish]:
        """What would have raised the score."""
        gains = (Gain(**kept) for kept in self._told("gains"))
        return wished([gain for gain in gains if gain.name != "partner" or self.organisation_shown])

    @property
    def bridges(self) -> dict[str, float]:
        """The stems by which the texts met, with their points."""
        return self.record.bridges if self.other else {}

    def _told(self, name: str) -> list[Any]:
        found: list[Any] = self.record.reasons[name] if self.other else []
        return found

    def title(self, side: str) -> tuple[str, str]:
        """How the own or the other posting was called, and in which language: the reader's if it had one."""
        head = self.record.heads[side]
        lang = current_locale() if current_locale() in head["titles"] else head["lang"]
        return head["titles"][lang], lang

    def has_changed(self, side: str) -> bool:
        """Whether the own or the other posting was edited since."""
        posting = self.own if side == "own" else self.other
        return posting is not None and posting.version != self.record.heads[side]["version"]
