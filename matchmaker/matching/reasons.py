"""Why two texts match: the sentence pair nearest in meaning, and the terms that bridge the two texts."""

from dataclasses import dataclass

import numpy as np

from matchmaker.matching.engine import Analysis, Engine, groups
from matchmaker.matching.language import WORD, detect
from matchmaker.matching.ranking import Bridge

Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A text, its language, and the spans of the words that bridge it to the other text."""

    text: str
    lang: str
    spans: tuple[Span, ...] = ()

    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut into pieces, each with whether it is marked."""
        found, at = [], 0
        for start, end in self.spans:
            found += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [piece for piece in [*found, (self.text[at:], False)] if piece[0]]


@dataclass(frozen=True)
class SentencePair:
    """One sentence of each side with their cosine."""

    own: Marked
    other: Marked
    cosine: float


def best_pair(engine: Engine, own: Analysis, other: Analysis, bridges: tuple[Bridge, ...]) -> SentencePair | None:
    """The nearest pair of sentences with the bridging terms marked, or None when a side has none."""
    if not own.sentences or not other.sentences:
        return None
    cosines = own.sentence_vectors @ other.sentence_vectors.T
    row, column = np.unravel_index(int(cosines.argmax()), cosines.shape)
    stems = frozenset(bridge.stem for bridge in bridges)
    ours, theirs = mark(engine, own.sentences[row], stems), mark(engine, other.sentences[column], stems)
    return SentencePair(ours, theirs, float(cosines[row, column]))


def bridged_words(engine: Engine, text: str, lang: str) -> list[tuple[Span, frozenset[str]]]:
    """The terms of a text by their place, each with the stems that it may meet."""
    places = [match.span() for match in WORD.finditer(text)]
    found, at = [], 0
    for term in engine.glossary.terms_of([text[start:end] for start, end in places], lang):
        last = at + len(term.words) - 1
        stems = frozenset(stem for group in groups(term) for stem in group.split(" "))
        found.append(((places[at][0], places[last][1]), stems))
        at = last + 1
    return found


def mark(engine: Engine, text: str, stems: frozenset[str]) -> Marked:
    """The text with those terms marked that may meet one of these stems."""
    lang = detect(text)
    spans = [span for span, own in bridged_words(engine, text, lang) if own & stems]
    return Marked(text, lang, tuple(spans))


def as_written(engine: Engine, bridges: tuple[Bridge, ...], text: str, limit: int = 8) -> list[str]:
    """The words of a text that bridge it to another, as they are written there, the strongest first; no bare numbers."""
    words = bridged_words(engine, text, detect(text))
    found: dict[str, None] = {}
    for bridge in (one for one in bridges if not one.stem.isdigit()):
        spans = [span for span, stems in words if bridge.stem in stems]
        found |= {text[start:end].lower(): None for start, end in spans[:1]}
    return list(found)[:limit]
