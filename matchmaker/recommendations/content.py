"""What of a posting the engine reads: the open texts in every language, never the confidential part (law 8)."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np

from matchmaker.matching.engine import VERSION, Analysis, Engine
from matchmaker.matching.profile import Profile
from matchmaker.organisations.models import Organisation
from matchmaker.postings.fields import TEXT_NAMES
from matchmaker.postings.models import Posting, PostingText
from matchmaker.recommendations.models import IndexEntry

TEXT = 48  # digits of a content hash that tell of the texts
BODY = tuple(name for name in TEXT_NAMES if name != "title")


def body_of(text: PostingText) -> str:
    """Everything but the title, field by field."""
    return "\n".join(value for name in BODY if (value := getattr(text, name)))


def text_hash(posting: Posting) -> str:
    """A fingerprint of the texts that the engine reads."""
    parts = [posting.lang, *(f"{text.lang}\0{text.title}\0{body_of(text)}" for text in posting.texts)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:TEXT]


def content_hash(engine: Engine, posting: Posting) -> str:
    """A fingerprint of everything that a reading follows from: the texts, then the engine's stamp."""
    return text_hash(posting) + engine.stamp


def is_of_text(entry: IndexEntry, posting: Posting) -> bool:
    """Whether a reading is of the present texts: it serves, be it by an older glossary, until they are read again."""
    return entry.content_hash[:TEXT] == text_hash(posting)


def still_holds(engine: Engine, entry: IndexEntry, posting: Posting) -> bool:
    """Whether reading the texts again would give the same: another glossary gives each of their words what it had."""
    same_engine = entry.content_hash[TEXT:][:VERSION] == engine.stamp[:VERSION]
    return same_engine and is_of_text(entry, posting) and entry.terms == words_of(engine, posting)


def main_text(posting: Posting) -> PostingText:
    """The text whose meaning is read: the English one when the posting has one, else the original."""
    english = next((text for text in posting.texts if text.lang == "en" and text.summary), None)
    return english or posting.text(posting.lang)


def head_of(text: PostingText) -> str:
    """What tells the meaning best: on judged needs it ranked better than the whole text, and is read in a moment."""
    return ". ".join(part for part in (text.title, text.summary, text.keywords) if part)


def rest_of(text: PostingText) -> str:
    """What the head leaves."""
    return f"{text.description}\n{text.advantages}\n{text.expectations}\n{text.equipment}"


def read_posting(engine: Engine, posting: Posting) -> Analysis:
    """Meaning from the head of the main text, words from all of it, and the own stems of the other texts."""
    main = main_text(posting)
    found = engine.read(head_of(main), rest_of(main))
    return replace(found, words=_with_other_texts(engine, posting, found.words))


def words_of(engine: Engine, posting: Posting) -> dict[str, int]:
    """The words of `read_posting`, without asking the encoder."""
    main = main_text(posting)
    return _with_other_texts(engine, posting, engine.words(f"{head_of(main)}\n{rest_of(main)}"))


def _with_other_texts(engine: Engine, posting: Posting, words: dict[str, int]) -> dict[str, int]:
    main, found = main_text(posting), dict(words)
    for text in posting.texts:
        if text is not main:
            read = engine.words(f"{text.title}\n{body_of(text)}")
            own = {group.split(" ")[0]: count for group, count in read.items()}
            found.update({stem: count for stem, count in own.items() if stem not in found})
    return found


def with_sentences(engine: Engine, posting: Posting, analysis: Analysis) -> Analysis:
    """The reading with the sentences of the main text."""
    text = main_text(posting)
    return engine.with_sentences(analysis, f"{text.summary}\n{text.description}")


# What a profile is read from, in the order of its parameters; `profile_of(*row)`.
PROFILE = (
    Posting.kind,
    Posting.trl,
    Posting.codes,
    Posting.id,
    Posting.visibility,
    Posting.organisation_id,
    Organisation.kind,
    Posting.budget_min,
    Posting.budget_max,
    Posting.currency,
    Posting.deadline_on,
    Posting.refreshed_at,
)
SETS = ("fields", "sectors", "cooperation", "regions", "partner_kinds")


def profile_of(
    kind: str,
    trl: int | None,
    codes: dict[str, list[str]],
    posting_id: int = 0,
    visibility: str = "",
    owner: int = 0,
    owner_kind: str = "",
    budget_min: int | None = None,
    budget_max: int | None = None,
    currency: str = "",
    deadline_on: date | None = None,
    refreshed_at: datetime | None = None,
) -> Profile:
    """The structure that ranking looks at; of whoever posts anonymously it knows nothing, and -id stands for them."""
    sets = {name: frozenset(codes.get(name, ())) for name in SETS}
    hidden = visibility == "anonymous"
    return Profile(
        kind,
        trl,
        **sets,
        owner=-posting_id if hidden else owner,
        owner_kind="" if hidden else owner_kind,
        budget_min=budget_min,
        budget_max=budget_max,
        currency=currency,
        deadline=deadline_on.toordinal() if deadline_on else None,
        renewed=refreshed_at.toordinal() if refreshed_at else 0,
        completeness=(sum(bool(codes_of) for codes_of in sets.values()) + (trl is not None)) / (len(sets) + 1),
    )


def posting_profile(posting: Posting) -> Profile:
    """The profile of a posting that is loaded with its organisation."""
    sources: dict[Any, Any] = {Posting: posting, Organisation: posting.organisation}
    return profile_of(*(getattr(sources[column.class_], column.key) for column in PROFILE))


def entry_values(analysis: Analysis) -> dict[str, object]:
    """An analysis as the columns of an index entry."""
    return {
        "lang": analysis.lang,
        "pieces": len(analysis.vectors),
        "vector": analysis.vectors.astype(np.float32).tobytes(),
        "terms": analysis.words,
        "sentences": analysis.sentences,
        "sentence_vectors": analysis.sentence_vectors.astype(np.float16).tobytes(),
    }


def entry_meaning(vector: bytes, pieces: int, words: dict[str, int], lang: str) -> Analysis:
    """The part of an entry that the index holds."""
    return Analysis(np.frombuffer(vector, np.float32).reshape(pieces, -1), words, lang)


def entry_analysis(entry: IndexEntry) -> Analysis:
    """The analysis that an index entry holds."""
    read = entry_meaning(entry.vector, entry.pieces, entry.terms, entry.lang)
    rows = np.frombuffer(entry.sentence_vectors, np.float16).astype(np.float32)
    return replace(read, sentences=entry.sentences, sentence_vectors=rows.reshape(-1, read.vectors.shape[1]))
