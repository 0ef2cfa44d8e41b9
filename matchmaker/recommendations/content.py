"""What of a posting the engine reads: the open texts in every language, never the confidential part (law 8)."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np

from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.profile import Profile
from matchmaker.organisations.models import Organisation
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
    """Meaning from the head of the main text, words from all of it, and the own stems of the other texts."""
    main = main_text(posting)
    found = engine.read(head_of(main), f"{main.description}\n{main.advantages}\n{main.expectations}\n{main.equipment}")
    for text in posting.texts:
        if text is not main:
            own = {
                group.split(" ")[0]: count for group, count in engine.words(f"{text.title}\n{body_of(text)}").items()
            }
            found.words.update({stem: count for stem, count in own.items() if stem not in found.words})
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
