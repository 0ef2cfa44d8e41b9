"""Topics for research calls and sessions: what many unmet needs have in common, by keyword and by field of science.

Keywords of different languages are one topic when the glossary gives them the same English words. Topics are picked by
how many needs they add to those picked before; each counts all of its needs, so a need may stand in several.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matchmaker.matching.glossary import Glossary, english_of
from matchmaker.matching.stems import stem
from matchmaker.matching.stopwords import STOP
from matchmaker.territories.radar.counting import Count, Need, by_code, count
from matchmaker.territories.radar.queries import Text

MOST, LEAST = 8, 2  # topics of each sort; needs in a topic by keyword
WORDS, EXAMPLES = 6, 3
Words = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True)
class Topic:
    """What its needs share: a keyword as most of them write it, or a field's code (`title` is empty then).

    keywords: what else they name most; region, sector: where most of them are, "" for none; examples: the worst served first.
    """

    title: str
    field: str
    keywords: list[str]
    region: str
    sector: str
    count: Count
    examples: list[Need]


@lru_cache(maxsize=20_000)
def key_of(glossary: Glossary, keyword: str, lang: str) -> str:
    """What keywords of one meaning have in common: the stems of their English words, or of their sound."""
    words = [word for term in glossary.terms(keyword, lang) for word in english_of(term, lang).lower().split()]
    return " ".join(stem(word, "en") for word in words if word not in STOP)


def keywords_of(glossary: Glossary, text: Text) -> dict[str, str]:
    """The keywords of a need as written, by what they mean."""
    written = (one.strip() for one in text.keywords.replace(";", ",").split(","))
    found = ((key_of(glossary, one, text.lang), one) for one in written if one)
    return {key: one for key, one in reversed(list(found)) if key}


def topics_of(needs: Sequence[Need], words: Words, is_compared: bool) -> list[Topic]:
    """Topics by keyword, those that cover most needs first."""
    by_key = by_code(needs, lambda need: words.get(need.id, {}))
    chosen = _picked({key: found for key, found in by_key.items() if sum(one.now is True for one in found) >= LEAST})
    return [_topic(_spelt(key, by_key[key], words), "", key, by_key[key], words, is_compared) for key in chosen]


def fields_of(needs: Sequence[Need], words: Words, is_compared: bool) -> list[Topic]:
    """Fields of science, those with most unmet needs first."""
    by_field = by_code(needs, lambda need: need.fields)
    found = [_topic("", field, "", own, words, is_compared) for field, own in by_field.items()]
    unmet = [topic for topic in found if topic.count.unmet]
    return sorted(unmet, key=lambda topic: (-topic.count.unmet, topic.field))[:MOST]


def _picked(by_key: Mapping[str, Sequence[Need]]) -> list[str]:
    """The key that adds most unmet needs, again and again; what adds less than two is no topic of its own."""
    left = {key: {need.id for need in found if need.now} for key, found in by_key.items()}
    chosen: list[str] = []
    while left and len(chosen) < MOST:
        best = min(left, key=lambda key: (-len(left[key]), key))
        if len(covered := left.pop(best)) < LEAST:
            break
        chosen.append(best)
        left = {key: ids - covered for key, ids in left.items()}
    return chosen


def _topic(title: str, field: str, key: str, needs: Sequence[Need], words: Words, is_compared: bool) -> Topic:
    unmet = sorted((need for need in needs if need.now), key=lambda need: (need.score or 0, need.id))
    others = Counter(other for need in unmet for other in words.get(need.id, {}) if other != key)
    best = sorted(others, key=lambda other: (-others[other], other))[:WORDS]
    return Topic(
        title, field, [_spelt(other, unmet, words) for other in best],
        _most(need.region for need in unmet), _most(code for need in unmet for code in need.sectors),
        count(needs, is_compared), unmet[:EXAMPLES],
    )  # fmt: skip


def _spelt(key: str, needs: Iterable[Need], words: Words) -> str:
    """A keyword as most of the unmet needs write it."""
    written = Counter(spelling for need in needs if need.now and (spelling := words.get(need.id, {}).get(key)))
    return min(written, key=lambda one: (-written[one], one), default=key)


def _most(codes: Iterable[str]) -> str:
    counts = Counter(code for code in codes if code)
    return min(counts, key=lambda code: (-counts[code], code), default="")
