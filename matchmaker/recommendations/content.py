"""What of a posting the engine reads: the open texts in every language, never the confidential part (law 8)."""

import hashlib

import numpy as np

from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.ranking import Profile
from matchmaker.postings.fields import TEXT_NAMES
from matchmaker.postings.models import Posting, PostingText
from matchmaker.recommendations.models import IndexEntry

BODY = tuple(name for name in TEXT_NAMES if name != "title")


def body_of(text: PostingText) -> str:
    """Everything but the title, field by field."""
    return "\n".join(value for name in BODY if (value := getattr(text, name)))


def content_hash(posting: Posting) -> str:
    """A fingerprint of everything that the engine reads."""
    parts = [posting.lang, *(f"{text.lang}\0{text.title}\0{body_of(text)}" for text in posting.texts)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def main_text(posting: Posting) -> PostingText:
    """The text whose meaning is read: the English one when the posting has one, else the original."""
    english = next((text for text in posting.texts if text.lang == "en" and text.summary), None)
    return english or posting.text(posting.lang)


def head_of(text: PostingText) -> str:
    """What tells the meaning best: on judged needs it ranked better than the whole text, and is read in a moment."""
    return ". ".join(part for part in (text.title, text.summary, text.keywords) if part)


def read_posting(engine: Engine, posting: Posting) -> Analysis:
    """Meaning from the head of the main text, words from every text in every language."""
    found = engine.read(head_of(main_text(posting)), "")
    for text in posting.texts:
        extra = engine.terms(f"{text.title}\n{body_of(text)}")
        found.terms.update({term: max(count, found.terms.get(term, 0)) for term, count in extra.items()})
    return found


def with_sentences(engine: Engine, posting: Posting, analysis: Analysis) -> Analysis:
    """The reading with the sentences of the main text."""
    text = main_text(posting)
    return engine.with_sentences(analysis, f"{text.summary}\n{text.description}")


def profile_of(kind: str, trl: int | None, codes: dict[str, list[str]]) -> Profile:
    """The structure that ranking looks at."""
    names = ("fields", "sectors", "cooperation", "regions")
    return Profile(kind, trl, **{name: frozenset(codes.get(name, ())) for name in names})


def entry_values(analysis: Analysis) -> dict[str, object]:
    """An analysis as the columns of an index entry."""
    return {
        "vector": analysis.vector.tobytes(),
        "terms": analysis.terms,
        "sentences": analysis.sentences,
        "sentence_vectors": analysis.sentence_vectors.astype(np.float16).tobytes(),
    }


def entry_analysis(entry: IndexEntry) -> Analysis:
    """The analysis that an index entry holds."""
    vector = np.frombuffer(entry.vector, np.float32)
    rows = np.frombuffer(entry.sentence_vectors, np.float16).astype(np.float32)
    return Analysis(vector, entry.terms, entry.sentences, rows.reshape(-1, len(vector)))
