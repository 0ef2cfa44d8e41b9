"""From a text to what the indexes need: the vectors of its pieces, its sentences with theirs, its words and its sounds."""

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from matchmaker.matching.centres import centred
from matchmaker.matching.encoding import PASSAGE, QUERY, REACH, Encoder, Role, Vectors
from matchmaker.matching.glossary import Glossary, Term, english_of
from matchmaker.matching.language import chunks, detect, parts, sentences
from matchmaker.matching.script import CYRILLIC, sounds
from matchmaker.matching.stems import stem
from matchmaker.matching.stopwords import STOP

ENGINE = 1  # grows when texts are read differently: what an older engine has read is then read again
VERSION = 4  # digits of a stamp that tell of it
SENTENCES = 12
PIECES = 64  # of one text at most, about 7,000 words
GRAM = 4


@dataclass(frozen=True)
class Analysis:
    """What the engine knows of a text.

    vectors: unit rows, shape (pieces, dimension). words: counts by group; a group is one word of the text as all the
    stems it may meet, parted by spaces: its own and those of its glosses. lang: kk, ru, en or other.
    sentence_vectors: shape (len(sentences), dimension).
    """

    vectors: Vectors
    words: dict[str, int] = field(default_factory=dict)
    lang: str = "en"
    sentences: list[str] = field(default_factory=list)
    sentence_vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))


class Engine:
    """An encoder and a glossary: reads texts in Kazakh, Russian and English.

    A question is read in the role `query`. A posting is read once, as a passage, and asks with the same vectors: beside
    other postings both sides are texts of one kind, so a pair must score alike from either side, and half is stored.
    """

    def __init__(self, encoder: Encoder, glossary: Glossary) -> None:
        self.encoder = encoder
        self.glossary = glossary

    @property
    def stamp(self) -> str:
        """Sixteen hexadecimal digits: of the engine's version, and the glossary's fingerprint."""
        return f"{ENGINE:0{VERSION}x}{self.glossary.fingerprint}"

    def cut(self, text: str) -> list[tuple[Term, str]]:
        """The text as terms, each with the language of its sentence; stop words left out."""
        pieces = parts(text)
        found = ((term, lang) for piece, lang in pieces for term in self.glossary.terms(piece, lang))
        return [(term, lang) for term, lang in found if len(term.words) > 1 or term.words[0] not in STOP]

    def as_read(self, text: str) -> str:
        """The text as the encoder reads it: as it is where the encoder knows its languages, else glossed in English."""
        return text if self._reads(text) else " ".join(english_of(term, lang) for term, lang in self.cut(text))

    def _reads(self, text: str) -> bool:
        lang = detect(text)
        if not CYRILLIC.search(text.lower()):
            return lang != "kk"  # Kazakh in Latin letters is glossed for all: there is little of it to learn from
        if not self.encoder.reads("ru" if lang not in ("kk", "ru") else lang):
            return False
        return all(self.encoder.reads(own) for _part, own in parts(text) if own in ("kk", "ru"))

    def pieces(self, text: str) -> list[str]:
        """The text as the encoder reads it, in pieces that it reads whole; a bounded number of them."""
        return chunks(self.as_read(text), min(REACH, self.encoder.reach))[:PIECES]

    def encode(self, texts: list[str], langs: list[str], role: Role = PASSAGE) -> Vectors:
        """Unit vectors of texts as read, each beside the centre of the language that it was written in."""
        return centred(self.encoder.encode(texts, role), langs, self.encoder.name)

    def words(self, text: str) -> dict[str, int]:
        """Counts of the text's words, each as the group of stems that it may meet."""
        return dict(Counter(group for term, _lang in self.cut(text) for group in groups(term)))

    def read(self, head: str, body: str, role: Role = PASSAGE) -> Analysis:
        """Read a text whose meaning its head tells (title, summary, keywords); words count from head and body."""
        return self.read_many([(head, body)], role)[0]

    def read_many(self, texts: list[tuple[str, str]], role: Role = PASSAGE) -> list[Analysis]:
        """Read many (head, body) pairs with one call of the encoder; a long head is read in pieces."""
        if not texts:
            return []
        langs = [detect(head) for head, _body in texts]
        pieces = [self.pieces(head) for head, _body in texts]
        owners = [lang for lang, own in zip(langs, pieces, strict=True) for _piece in own]
        vectors = self.encode([piece for own in pieces for piece in own], owners, role)
        bounds = np.cumsum([len(own) for own in pieces])[:-1]
        words = [self.words(f"{head}\n{body}") for head, body in texts]
        return [Analysis(*one) for one in zip(np.split(vectors, bounds), words, langs, strict=True)]

    def read_typed(self, text: str) -> Analysis:
        """Read a question, a text that is not stored, with its sentences; one call of the encoder."""
        pieces, found, lang = self.pieces(text), sentences(text, most=SENTENCES), detect(text)
        if len(pieces) == 1 and len(found) <= 1:  # the only sentence is the text
            return replace(read := self.read(text, "", QUERY), sentences=[text], sentence_vectors=read.vectors)
        langs = [lang] * len(pieces) + [detect(sentence) for sentence in found]
        vectors = self.encode(pieces + [self.as_read(sentence) for sentence in found], langs, QUERY)
        return Analysis(vectors[: len(pieces)], self.words(text), lang, found, vectors[len(pieces) :])

    def with_sentences(self, analysis: Analysis, text: str) -> Analysis:
        """The analysis with the first sentences of a text and their vectors, as reasons need them."""
        found = sentences(text, most=SENTENCES)
        vectors = self.encode([self.as_read(sentence) for sentence in found], [detect(sentence) for sentence in found])
        return replace(analysis, sentences=found, sentence_vectors=vectors)


def groups(term: Term) -> list[str]:
    """A term's words as groups of stems; the words of its glosses are aligned from the right, where the head is.

    An English word with a hyphen is its parts. кен орны with the glosses "ore deposit" and "deposit" gives the groups "орын deposit" and "кен ore".
    """
    if not term.glosses and "-" in term.words[0] and not CYRILLIC.search(term.words[0]):
        return [stem(part, "en") for part in term.words[0].split("-") if part and part not in STOP]
    rows: dict[int, dict[str, None]] = {}
    for phrase in (term.forms, *(tuple(_gloss_stems(gloss)) for gloss in term.glosses)):
        for place, form in enumerate(reversed(phrase)):
            rows.setdefault(place, {})[form] = None
    return [" ".join(row) for row in rows.values()]


def _gloss_stems(gloss: str) -> list[str]:
    return [stem(word, "en") for word in gloss.lower().replace("-", " ").split() if word not in STOP]


def sound_grams(words: dict[str, int]) -> dict[str, int]:
    """Four-letter pieces of the sound of each word of an analysis, its own stem standing first in the group."""
    found: Counter[str] = Counter()
    for group, count in words.items():
        sound = f" {sounds(group.split(' ', 1)[0])} "
        for start in range(max(len(sound) - GRAM + 1, 1)):
            found[sound[start : start + GRAM]] += count
    return dict(found)
