"""From a text to what the indexes need: one vector, its sentences with their vectors, its terms."""

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from matchmaker.matching.encoder import Encoder, Vectors
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.language import CYRILLIC, chunks, detect, sentences, words
from matchmaker.matching.stems import stem

SENTENCES = 12
STOP = frozenset(
    (
        "a an and are as at be by for from has in is it of on or that the their this to was were which will with "
        "we our not can "
        "и в во не на что с со как по из к о об от для при или а но до за у это мы их его её также является "
        "және мен бен пен үшін бұл осы да де та те бір болып табылады арқылы бойынша кейін дейін немесе "
    ).split()
)


@dataclass(frozen=True)
class Analysis:
    """What the engine knows of a text.

    vector: unit, shape (dimension,). sentence_vectors: shape (len(sentences), dimension).
    """

    vector: Vectors
    terms: dict[str, int] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    sentence_vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))


def own_terms(text: str, lang: str) -> list[str]:
    """The stems of a text's words in its own language, stop words left out."""
    return [stem(word, lang) for word in words(text) if word not in STOP and len(word) > 1]


class Engine:
    """An encoder and a glossary: reads texts in Kazakh, Russian and English."""

    def __init__(self, encoder: Encoder, glossary: Glossary) -> None:
        self.encoder = encoder
        self.glossary = glossary

    def english(self, text: str) -> str:
        """The text as the encoder reads it: English as it is, the rest glossed."""
        return text if not CYRILLIC.search(text.lower()) else self.glossary.english(text, detect(text))

    def terms(self, text: str) -> dict[str, int]:
        """Counts of the text's own stems and of the English stems of its glosses."""
        lang = detect(text)
        counts = Counter(own_terms(text, lang))
        if lang != "en":
            counts.update(own_terms(self.english(text), "en"))
        return dict(counts)

    def read(self, head: str, body: str) -> Analysis:
        """Read a text whose meaning its head tells (title, summary, keywords); words count from head and body."""
        return self.read_many([(head, body)])[0]

    def read_many(self, texts: list[tuple[str, str]]) -> list[Analysis]:
        """Read many (head, body) pairs with one call of the encoder; a long head is read in chunks."""
        parts = [chunks(self.english(head)) for head, _body in texts]
        vectors = self.encoder.encode([piece for part in parts for piece in part])
        bounds = np.cumsum([len(part) for part in parts])[:-1]
        terms = [self.terms(f"{head}\n{body}") for head, body in texts]
        return [Analysis(_mean(own), term) for own, term in zip(np.split(vectors, bounds), terms, strict=True)]

    def read_typed(self, text: str) -> Analysis:
        """Read a text that is not stored, with its sentences; one call of the encoder."""
        parts, found = chunks(self.english(text)), sentences(text, most=SENTENCES)
        if len(parts) == 1 and len(found) <= 1:  # the only sentence is the text
            return replace(read := self.read(text, ""), sentences=[text], sentence_vectors=read.vector[None, :])
        vectors = self.encoder.encode(parts + [self.english(sentence) for sentence in found])
        return Analysis(_mean(vectors[: len(parts)]), self.terms(text), found, vectors[len(parts) :])

    def with_sentences(self, analysis: Analysis, text: str) -> Analysis:
        """The analysis with the first sentences of a text and their vectors, as reasons need them."""
        found = sentences(text, most=SENTENCES)
        return replace(analysis, sentences=found, sentence_vectors=self.encoder.encode(list(map(self.english, found))))


def _mean(vectors: Vectors) -> Vectors:
    """The unit vector of the mean of several."""
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)
